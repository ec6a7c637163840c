package org.hwautomation.provisioning.bios;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hwautomation.provisioning.bios.BiosDependency.Property;
import org.jspecify.annotations.Nullable;

/**
 * Finds the passes that bring wanted values about: a pass writes what is open before it, then a
 * reset lets dependencies force what they force. Breadth first, so the passes are as few as can be;
 * only wanted attributes are ever written, each to its wanted value. Attributes that no dependency
 * connects are searched apart, and only those that decide about another wanted one are ever held
 * back. Not thread-safe; use once.
 */
final class PassSearch {
  /** States looked at before the best so far is taken; some 10 free choices at once. */
  private static final int MOST_STATES = 20_000;

  /** More attributes that decide about others than this are not tried in all combinations. */
  private static final int MOST_CHOICES = 10;

  private final BiosRules rules;
  private final Map<String, BiosValue> start;
  private final Map<String, BiosValue> wanted;
  private final Map<String, Set<String>> sourcesOf = new HashMap<>();
  private final Set<String> deciding = new HashSet<>();
  private int states;

  PassSearch(BiosRules rules, Map<String, BiosValue> start, Map<String, BiosValue> wanted) {
    this.rules = rules;
    this.start = start;
    this.wanted = wanted;
  }

  /**
   * What was found.
   *
   * @param writes one map a pass, attribute to value
   * @param end the values after the last pass
   */
  record Found(List<Map<String, BiosValue>> writes, Map<String, BiosValue> end) {}

  /** The passes after which as many wanted values as can be are in effect. */
  Found find() {
    connect();
    var merged = new ArrayList<Map<String, BiosValue>>();
    for (var group : groups()) {
      var writes = search(group);
      for (var pass = 0; pass < writes.size(); pass++) {
        if (merged.size() == pass) {
          merged.add(new LinkedHashMap<>());
        }
        merged.get(pass).putAll(writes.get(pass));
      }
    }
    var ordered = new ArrayList<Map<String, BiosValue>>();
    for (var pass : merged) {
      var writes = new LinkedHashMap<String, BiosValue>();
      wanted.forEach(
          (name, value) -> {
            if (pass.containsKey(name)) {
              writes.put(name, value);
            }
          });
      ordered.add(writes);
    }
    var lean = withoutIdle(ordered);
    return new Found(lean, last(run(lean)));
  }

  /** Which changeable attribute decides about which, as far as a wanted one is concerned. */
  private void connect() {
    var changeable = new HashSet<>(wanted.keySet());
    for (var dependency : rules.inForce()) {
      if (dependency.property() == Property.VALUE) {
        changeable.add(dependency.attribute());
      }
    }
    var edges = new HashMap<String, Set<String>>();
    for (var dependency : rules.inForce()) {
      for (var source : dependency.when().attributes()) {
        if (changeable.contains(source)) {
          edges.computeIfAbsent(dependency.attribute(), _ -> new LinkedHashSet<>()).add(source);
        }
      }
    }
    var open = new ArrayDeque<>(wanted.keySet());
    // two that force one attribute to different values can't be decided about apart
    rules.inForce().stream()
        .filter(dependency -> dependency.property() == Property.VALUE)
        .map(BiosDependency::attribute)
        .forEach(open::add);
    while (!open.isEmpty()) {
      var target = open.pop();
      if (!sourcesOf.containsKey(target)) {
        var sources = edges.getOrDefault(target, Set.of());
        sourcesOf.put(target, sources);
        deciding.addAll(sources);
        open.addAll(sources);
      }
    }
  }

  /** Wanted attributes, together where a chain of dependencies connects them. */
  private List<Set<String>> groups() {
    var neighbours = new HashMap<String, Set<String>>();
    sourcesOf.forEach(
        (target, sources) -> {
          for (var source : sources) {
            neighbours.computeIfAbsent(target, _ -> new HashSet<>()).add(source);
            neighbours.computeIfAbsent(source, _ -> new HashSet<>()).add(target);
          }
        });
    var groups = new ArrayList<Set<String>>();
    var seen = new HashSet<String>();
    for (var name : wanted.keySet()) {
      var reached = new HashSet<String>();
      var open = new ArrayDeque<>(List.of(name));
      while (!open.isEmpty()) {
        var here = open.pop();
        if (seen.add(here)) {
          reached.add(here);
          open.addAll(neighbours.getOrDefault(here, Set.of()));
        }
      }
      var group = new LinkedHashSet<>(wanted.keySet());
      group.retainAll(reached);
      if (!group.isEmpty()) {
        groups.add(group);
      }
    }
    return groups;
  }

  /** A state and how it was reached. */
  private record Node(
      Map<String, BiosValue> values, @Nullable Node before, Map<String, BiosValue> written) {
    List<Map<String, BiosValue>> writes() {
      var all = new ArrayList<Map<String, BiosValue>>();
      for (var node = this; node.before != null; node = node.before) {
        all.add(node.written);
      }
      Collections.reverse(all);
      return all;
    }
  }

  private List<Map<String, BiosValue>> search(Set<String> group) {
    var best = new Node(start, null, Map.of());
    var score = right(group, start);
    var seen = new HashSet<Map<String, BiosValue>>(Set.of(start));
    var open = new ArrayDeque<>(List.of(best));
    states = 0;
    while (!open.isEmpty() && score < group.size()) {
      var node = open.pop();
      for (var writes : choices(group, node.values())) {
        if (++states > MOST_STATES) {
          return best.writes();
        }
        var settled = rules.settle(with(node.values(), writes));
        if (settled.stable() && seen.add(settled.values())) {
          var next = new Node(settled.values(), node, writes);
          open.add(next);
          var right = right(group, next.values());
          if (right > score) {
            score = right;
            best = next;
          }
        }
      }
    }
    return best.writes();
  }

  private int right(Set<String> group, Map<String, BiosValue> values) {
    var right = 0;
    for (var name : group) {
      if (Objects.equals(wanted.get(name), values.get(name))) {
        right++;
      }
    }
    return right;
  }

  /** What may be written next, the most first. */
  private List<Map<String, BiosValue>> choices(Set<String> group, Map<String, BiosValue> values) {
    var always = new LinkedHashMap<String, BiosValue>();
    var free = new ArrayList<String>();
    for (var name : group) {
      var to = wanted.get(name);
      if (to != null && !to.equals(values.get(name)) && takes(name, to, values)) {
        if (deciding.contains(name)) {
          free.add(name);
        } else {
          always.put(name, to);
        }
      }
    }
    var sets = new ArrayList<List<String>>();
    if (free.size() <= MOST_CHOICES) {
      for (var bits = (1 << free.size()) - 1; bits >= 0; bits--) {
        var set = new ArrayList<String>();
        for (var i = 0; i < free.size(); i++) {
          if (((bits >> i) & 1) != 0) {
            set.add(free.get(i));
          }
        }
        sets.add(set);
      }
      sets.sort((a, b) -> Integer.compare(b.size(), a.size()));
    } else {
      sets.add(free);
      for (var one : free) {
        sets.add(free.stream().filter(other -> !other.equals(one)).toList());
        sets.add(List.of(one));
      }
      sets.add(List.of());
    }
    var choices = new ArrayList<Map<String, BiosValue>>();
    for (var set : sets) {
      var writes = new LinkedHashMap<>(always);
      for (var name : set) {
        writes.put(name, required(name));
      }
      if (!writes.isEmpty()) {
        choices.add(writes);
      }
    }
    return choices;
  }

  private BiosValue required(String name) {
    return Objects.requireNonNull(wanted.get(name));
  }

  /** True if the BIOS would take the value, being as it is. */
  private boolean takes(String name, BiosValue value, Map<String, BiosValue> values) {
    var attribute = rules.effective(name, values);
    return attribute != null && attribute.isOpen() && fits(attribute, value);
  }

  static boolean fits(BiosAttribute attribute, BiosValue value) {
    try {
      ValueConversion.convert(attribute, value, value);
      return true;
    } catch (BiosPlanner.Refused _) {
      return false;
    }
  }

  /** Without a write that is undone before it served anything. */
  private List<Map<String, BiosValue>> withoutIdle(List<Map<String, BiosValue>> passes) {
    var lean = passes;
    var end = last(run(passes));
    for (var pass = 0; pass < passes.size(); pass++) {
      for (var name : passes.get(pass).keySet()) {
        if (isRepeated(lean, pass, name)) {
          var fewer = new ArrayList<>(lean);
          var rest = new LinkedHashMap<>(lean.get(pass));
          rest.remove(name);
          fewer.set(pass, rest);
          if (!rest.isEmpty() && isTaken(fewer) && last(run(fewer)).equals(end)) {
            lean = fewer;
          }
        }
      }
    }
    return lean;
  }

  private static boolean isRepeated(List<Map<String, BiosValue>> passes, int from, String name) {
    return passes.stream().skip(from + 1L).anyMatch(later -> later.containsKey(name));
  }

  /** True if every write is taken in its pass. */
  private boolean isTaken(List<Map<String, BiosValue>> passes) {
    var values = start;
    for (var pass : passes) {
      for (var write : pass.entrySet()) {
        if (!takes(write.getKey(), write.getValue(), values)) {
          return false;
        }
      }
      values = rules.settle(with(values, pass)).values();
    }
    return true;
  }

  private Map<String, BiosValue> last(List<BiosRules.Settled> states) {
    return states.isEmpty() ? start : states.getLast().values();
  }

  /** What each pass leads to. */
  List<BiosRules.Settled> run(List<Map<String, BiosValue>> passes) {
    var results = new ArrayList<BiosRules.Settled>();
    var values = start;
    for (var pass : passes) {
      var settled = rules.settle(with(values, pass));
      results.add(settled);
      values = settled.values();
    }
    return results;
  }

  private static Map<String, BiosValue> with(
      Map<String, BiosValue> values, Map<String, BiosValue> writes) {
    var all = new HashMap<>(values);
    all.putAll(writes);
    return all;
  }
}
