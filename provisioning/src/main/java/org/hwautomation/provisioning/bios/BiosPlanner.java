package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hwautomation.provisioning.bios.BiosRefusal.Reason;
import org.hwautomation.provisioning.safety.BiosDanger;
import org.hwautomation.workflow.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to write to a BIOS. Touches nothing; the same inputs give the same plan. Stateless
 * and thread-safe.
 */
public final class BiosPlanner {
  private static final String SEPARATORS = "_-. ";
  private static final int FEWEST_LETTERS = 3;

  private final BiosRegistry registry;
  private final BiosRules rules;
  private final Map<String, BiosValue> current;
  private final Map<String, BiosValue> pending;
  private final Set<String> approvals;

  /**
   * For one server.
   *
   * @param current values in effect ({@code Bios.Attributes})
   * @param pending values of the settings object ({@code Bios/Settings.Attributes}); many BMCs show
   *     there all values, so only those that differ from {@code current} count as staged
   * @param approved names, of the template or the registry, of dangerous settings that a person has
   *     approved to change (safety rule 10)
   */
  public BiosPlanner(
      BiosRegistry registry,
      Map<String, BiosValue> current,
      Map<String, BiosValue> pending,
      Set<String> approved) {
    this.registry = registry;
    this.current = Map.copyOf(current);
    this.pending =
        pending.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(current.get(entry.getKey())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    this.approvals = Set.copyOf(approved);
    this.rules = new BiosRules(registry, current);
  }

  /** Compares what is wanted with what is. */
  public BiosPlan plan(BiosTemplate template) {
    var run = new Planning(template);
    run.convert();
    run.search();
    return run.plan();
  }

  /** One plan in the making. */
  private final class Planning {
    private final BiosTemplate template;
    private final Predicate<String> preserved;
    private final Map<String, String> settingOf = new LinkedHashMap<>();
    private final Map<String, BiosValue> wanted = new LinkedHashMap<>();
    private final List<BiosRefusal> refused = new ArrayList<>();
    private final List<BiosPass> passes = new ArrayList<>();

    Planning(BiosTemplate template) {
      this.template = template;
      this.preserved = preserved(template.preserve());
    }

    void convert() {
      template
          .settings()
          .forEach(
              (setting, value) -> {
                try {
                  take(setting, value);
                } catch (Refused e) {
                  refused.add(new BiosRefusal(setting, e.reason, String.valueOf(e.getMessage())));
                }
              });
    }

    private void take(String setting, BiosValue value) {
      var attribute = attribute(setting);
      var before = settingOf.putIfAbsent(attribute.name(), setting);
      if (before != null) {
        throw new Refused(
            Reason.AMBIGUOUS, "means the same attribute as '" + before + "'; keep one of them");
      }
      if (isPreserved(setting) || isPreserved(attribute.name())) {
        throw new Refused(Reason.PRESERVED, "kept as it is, by preserve_settings");
      }
      var from = current.get(attribute.name());
      var to = ValueConversion.convert(rules.widest(attribute), value, from);
      if (!to.equals(from) || pending.containsKey(attribute.name())) {
        requireApproval(setting, attribute);
      }
      wanted.put(attribute.name(), to);
    }

    private boolean isPreserved(String name) {
      return preserved.test(name)
          || registry.attribute(name).map(a -> preserved.test(a.displayName())).orElse(false);
    }

    /** Until everything that is left can be had, and nothing is forced along that may not be. */
    void search() {
      while (true) {
        var search = new PassSearch(rules, current, wanted);
        var found = search.find();
        var missing = new LinkedHashMap<>(wanted);
        missing.entrySet().removeIf(e -> e.getValue().equals(found.end().get(e.getKey())));
        if (missing.isEmpty()) {
          if (mayFollow(found.writes(), search.run(found.writes()))) {
            return;
          }
        } else {
          var explanation = new Explanation(rules, registry, Map.copyOf(wanted), found.end());
          missing.forEach(
              (name, value) ->
                  refused.add(
                      explanation.refusal(settingOf.getOrDefault(name, name), name, value)));
          wanted.keySet().removeAll(missing.keySet());
        }
      }
    }

    /** Makes the passes; false if one was refused for what it forces along. */
    private boolean mayFollow(List<Map<String, BiosValue>> writes, List<BiosRules.Settled> states) {
      passes.clear();
      var before = current;
      for (var pass = 0; pass < writes.size(); pass++) {
        var written = writes.get(pass);
        var settled = states.get(pass);
        var consequences = new ArrayList<BiosConsequence>();
        for (var forced : settled.forced().entrySet()) {
          var name = forced.getKey();
          var to = settled.values().get(name);
          var from = written.containsKey(name) ? written.get(name) : before.get(name);
          if (to == null || to.equals(from)) {
            continue;
          }
          var objection = objection(name);
          if (objection != null) {
            refuse(
                Explanation.culprits(name, settled.forced(), written.keySet()),
                objection,
                "would also make " + name + " " + to);
            return false;
          }
          consequences.add(
              new BiosConsequence(name, from, to, forced.getValue().when().toString()));
        }
        passes.add(
            new BiosPass(
                changes(written, before, pass == 0), consequences, right(settled.values())));
        before = settled.values();
      }
      return true;
    }

    private Map<String, BiosValue> right(Map<String, BiosValue> values) {
      var right = new LinkedHashMap<>(wanted);
      right.entrySet().removeIf(entry -> !entry.getValue().equals(values.get(entry.getKey())));
      return right;
    }

    private List<BiosChange> changes(
        Map<String, BiosValue> written, Map<String, BiosValue> before, boolean first) {
      var changes = new ArrayList<BiosChange>();
      written.forEach(
          (name, to) ->
              changes.add(
                  new BiosChange(
                      settingOf.getOrDefault(name, name),
                      name,
                      before.get(name),
                      to,
                      first ? pending.get(name) : null)));
      return changes;
    }

    /** Why this attribute may not be changed as a consequence; null if it may. */
    private @Nullable Refused objection(String name) {
      if (isPreserved(name)) {
        return new Refused(Reason.CONFLICT, "which preserve_settings keeps as it is");
      }
      try {
        registry
            .attribute(name)
            .ifPresent(attribute -> requireApproval(settingOf.getOrDefault(name, name), attribute));
        return null;
      } catch (Refused e) {
        return e;
      }
    }

    private void refuse(Set<String> culprits, Refused objection, String what) {
      for (var name : List.copyOf(wanted.keySet())) {
        if (culprits.contains(name)) {
          refused.add(
              new BiosRefusal(
                  settingOf.getOrDefault(name, name),
                  objection.reason,
                  what
                      + (objection.reason == Reason.NEEDS_APPROVAL ? ", which " : ", ")
                      + objection.getMessage()));
          wanted.remove(name);
        }
      }
    }

    BiosPlan plan() {
      var touched =
          passes.stream()
              .flatMap(pass -> pass.changes().stream())
              .map(BiosChange::attribute)
              .collect(Collectors.toSet());
      keepRight(touched);
      var right = new LinkedHashMap<String, BiosValue>();
      wanted.forEach(
          (name, value) -> {
            if (!touched.contains(name)) {
              right.put(name, value);
            }
          });
      return new BiosPlan(passes, inOrder(), right, conflicts(), warnings());
    }

    /** What is odd in the registry, and approvals of what does not exist: a slip of the pen. */
    private List<String> warnings() {
      var warnings = new ArrayList<>(rules.warnings());
      approvals.stream()
          .filter(name -> !template.settings().containsKey(name))
          .filter(name -> registry.attribute(name).isEmpty())
          .sorted()
          .forEach(
              name ->
                  warnings.add(
                      "--approve '%s' names no setting of the device type or this BIOS%s"
                          .formatted(name, Spelling.hint(name, registry.names()))));
      return warnings;
    }

    /** What is right now, and would not be once what is staged has been applied. */
    private void keepRight(Set<String> touched) {
      var kept = new ArrayList<BiosChange>();
      wanted.forEach(
          (name, value) -> {
            if (!touched.contains(name) && pending.containsKey(name)) {
              kept.add(
                  new BiosChange(
                      settingOf.getOrDefault(name, name), name, value, value, pending.get(name)));
              touched.add(name);
            }
          });
      if (!kept.isEmpty()) {
        var first =
            passes.isEmpty() ? new BiosPass(List.of(), List.of(), wanted) : passes.removeFirst();
        kept.addAll(0, first.changes());
        passes.addFirst(new BiosPass(kept, first.consequences(), first.rightAfter()));
      }
    }

    private List<BiosRefusal> inOrder() {
      var order = List.copyOf(template.settings().keySet());
      return refused.stream()
          .sorted(Comparator.comparingInt(refusal -> order.indexOf(refusal.setting())))
          .toList();
    }

    private List<PendingConflict> conflicts() {
      var along = new HashMap<String, BiosValue>();
      if (!passes.isEmpty()
          && passes.getFirst().changes().stream().allMatch(BiosChange::isStaged)) {
        passes.getFirst().consequences().forEach(c -> along.put(c.attribute(), c.to()));
      }
      var conflicts = new ArrayList<PendingConflict>();
      pending.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .filter(entry -> !entry.getValue().equals(wanted.get(entry.getKey())))
          .filter(entry -> !entry.getValue().equals(along.get(entry.getKey())))
          .forEach(
              entry ->
                  conflicts.add(
                      new PendingConflict(
                          entry.getKey(), entry.getValue(), wanted.get(entry.getKey()))));
      return conflicts;
    }
  }

  private BiosAttribute attribute(String setting) {
    var found = registry.find(setting);
    if (found.isEmpty()) {
      throw new Refused(
          Reason.UNKNOWN_ATTRIBUTE,
          "this BIOS has no such setting" + Spelling.hint(setting, registry.names()));
    }
    if (found.size() > 1) {
      throw new Refused(
          Reason.AMBIGUOUS,
          "may mean "
              + found.stream()
                  .map(attribute -> attribute.name() + " in " + attribute.menuPath())
                  .collect(Collectors.joining(" or "))
              + "; write the menu path in front, or the attribute's own name");
    }
    return found.getFirst();
  }

  private void requireApproval(String setting, BiosAttribute attribute) {
    var danger = BiosDanger.of(attribute.name(), attribute.displayName(), attribute.menuPath());
    if (danger.isPresent()
        && !approvals.contains(setting)
        && !approvals.contains(attribute.name())) {
      throw new Refused(
          Reason.NEEDS_APPROVAL,
          "needs an approval (--approve '%s' --reason TEXT), since %s (safety rule 10)"
              .formatted(attribute.name(), danger.get().reason()));
    }
  }

  /** Tells names that one of the globs matches, in any case. */
  static Predicate<String> preserved(List<String> globs) {
    var patterns = globs.stream().map(BiosPlanner::pattern).toList();
    return name -> patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }

  /**
   * As it is written; and where it has words, {@code mac_address_*}, with any signs or none between
   * them.
   */
  private static Pattern pattern(String glob) {
    var exact = new StringBuilder();
    var loose = new StringBuilder();
    for (var i = 0; i < glob.length(); i++) {
      var sign = glob.charAt(i);
      var regex =
          switch (sign) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(sign));
          };
      exact.append(regex);
      loose.append(SEPARATORS.indexOf(sign) >= 0 ? "[^\\p{L}\\p{N}]*+" : regex);
    }
    var words = glob.chars().filter(Character::isLetterOrDigit).count() >= FEWEST_LETTERS;
    return Pattern.compile(
        words ? exact + "|" + loose : exact.toString(),
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }

  /** Compares after the reset; see {@link BiosVerification#of}. */
  public static BiosVerification verify(
      BiosPlan plan, Map<String, BiosValue> currentAfter, Map<String, BiosValue> pendingAfter) {
    return BiosVerification.of(plan.expected(), currentAfter, pendingAfter);
  }

  /** Thrown inside this package to refuse one setting. */
  static final class Refused extends RuntimeException {
    private final Reason reason;

    Refused(Reason reason, String message) {
      super(message, null, false, false);
      this.reason = reason;
    }
  }
}
