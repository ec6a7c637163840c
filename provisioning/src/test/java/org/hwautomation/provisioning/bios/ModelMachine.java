package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hwautomation.provisioning.bios.BiosAttribute.Restriction;
import org.hwautomation.provisioning.bios.BiosDependency.Property;
import org.hwautomation.testkit.SeededTries;

/**
 * A small BIOS, made up from a seed: a reset takes what was open when it was written, then lets
 * dependencies force what they force. It evaluates its dependencies with its own code.
 */
final class ModelMachine {
  /** One made-up dependency: the target gets something while the sources are or are not so. */
  record Rule(List<Term> terms, boolean all, int target, Property property, int value) {}

  record Term(int source, boolean equal, int value) {}

  private static final int VALUES = 3;

  private final int size;
  private final List<Rule> rules = new ArrayList<>();
  private final Set<Integer> fixed;
  private final boolean tellsPresentState;
  private int[] values;

  private ModelMachine(SeededTries any) {
    size = any.between(2, 6);
    fixed = any.between(0, 3) == 0 ? Set.of(any.between(0, size - 1)) : Set.of();
    tellsPresentState = any.anyBoolean();
    for (var n = any.between(0, 7); n > 0; n--) {
      rules.add(rule(any));
    }
    values = new int[size];
    for (var i = 0; i < size; i++) {
      values[i] = any.between(0, VALUES - 1);
    }
  }

  /** One whose dependencies do not contradict each other with its first values. */
  static ModelMachine any(SeededTries any) {
    while (true) {
      var machine = new ModelMachine(any);
      var booted = machine.boot(machine.values);
      if (booted.isPresent()) {
        machine.values = booted.get();
        return machine;
      }
    }
  }

  private Rule rule(SeededTries any) {
    var terms = new ArrayList<Term>();
    for (var n = any.between(1, 2); n > 0; n--) {
      terms.add(new Term(any.between(0, size - 1), any.anyBoolean(), any.between(0, VALUES - 1)));
    }
    var property =
        any.oneOf(
            Property.READ_ONLY,
            Property.READ_ONLY,
            Property.GRAY_OUT,
            Property.HIDDEN,
            Property.VALUE);
    return new Rule(
        terms, any.anyBoolean(), any.between(0, size - 1), property, any.between(0, VALUES - 1));
  }

  private static boolean holds(Rule rule, int[] values) {
    var all = true;
    var one = false;
    for (var term : rule.terms()) {
      var holds = (values[term.source()] == term.value()) == term.equal();
      all &= holds;
      one |= holds;
    }
    return rule.all() ? all : one;
  }

  boolean isOpen(int attribute, int[] values) {
    return !fixed.contains(attribute)
        && rules.stream()
            .noneMatch(
                rule ->
                    rule.target() == attribute
                        && rule.property() != Property.VALUE
                        && holds(rule, values));
  }

  /** What a reset makes of the values; empty if that never ends. */
  Optional<int[]> boot(int[] from) {
    var after = from.clone();
    for (var round = 0; round < 20; round++) {
      var changed = false;
      for (var rule : rules) {
        if (rule.property() == Property.VALUE
            && after[rule.target()] != rule.value()
            && holds(rule, after)) {
          after[rule.target()] = rule.value();
          changed = true;
        }
      }
      if (!changed) {
        return Optional.of(after);
      }
    }
    return Optional.empty();
  }

  int size() {
    return size;
  }

  int[] values() {
    return values.clone();
  }

  static String name(int attribute) {
    return "Setting" + attribute;
  }

  static BiosValue value(int value) {
    return BiosValue.of("v" + value);
  }

  static int index(String name) {
    return Integer.parseInt(name.replaceAll("[^0-9]", ""));
  }

  Map<String, BiosValue> current() {
    var current = new TreeMap<String, BiosValue>();
    for (var i = 0; i < size; i++) {
      current.put(name(i), value(values[i]));
    }
    return current;
  }

  /** As a BMC would describe this machine: by its present state or without dependencies. */
  BiosRegistry registry() {
    return registry(values);
  }

  /** The same with other values in effect. */
  BiosRegistry registry(Map<String, BiosValue> now) {
    var present = new int[size];
    now.forEach((name, value) -> present[index(name)] = index(String.valueOf(value.json())));
    return registry(present);
  }

  private BiosRegistry registry(int[] present) {
    var attributes = new ArrayList<BiosAttribute>();
    for (var i = 0; i < size; i++) {
      var attribute = BiosAttribute.enumeration(name(i), "v0", "v1", "v2");
      attributes.add(attribute.restricted(said(i, present)));
    }
    return BiosRegistry.of(attributes, rules.stream().map(ModelMachine::dependency).toList());
  }

  private Set<Restriction> said(int attribute, int[] present) {
    if (fixed.contains(attribute)) {
      return Set.of(Restriction.IMMUTABLE);
    }
    var said = new HashMap<Restriction, Boolean>();
    if (tellsPresentState) {
      for (var rule : rules) {
        if (rule.target() == attribute
            && rule.property() != Property.VALUE
            && holds(rule, present)) {
          said.put(Restriction.valueOf(rule.property().name()), true);
        }
      }
    }
    return Set.copyOf(said.keySet());
  }

  private static BiosDependency dependency(Rule rule) {
    var conditions =
        rule.terms().stream()
            .map(
                term ->
                    (Condition)
                        (term.equal()
                            ? Condition.Compare.equal(name(term.source()), value(term.value()))
                            : Condition.Compare.other(name(term.source()), value(term.value()))))
            .toList();
    var when = rule.all() ? new Condition.AllOf(conditions) : new Condition.AnyOf(conditions);
    return rule.property() == Property.VALUE
        ? BiosDependency.forces(when, name(rule.target()), value(rule.value()))
        : BiosDependency.restricts(when, name(rule.target()), rule.property());
  }

  @Override
  public String toString() {
    return current() + " fixed " + fixed + " rules " + rules;
  }
}
