package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
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

/**
 * Decides what to write to a BIOS. Touches nothing; the same inputs give the same plan. Stateless
 * and thread-safe.
 */
public final class BiosPlanner {
  private final BiosRegistry registry;
  private final Map<String, BiosValue> current;
  private final Map<String, BiosValue> pending;
  private final Predicate<String> approved;

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
    this.approved = Set.copyOf(approved)::contains;
  }

  /** Compares what is wanted with what is. */
  public BiosPlan plan(BiosTemplate template) {
    var changes = new ArrayList<BiosChange>();
    var refused = new ArrayList<BiosRefusal>();
    var right = new LinkedHashMap<String, BiosValue>();
    var settingOf = new HashMap<String, String>();
    var preserved = preserved(template.preserve());
    template
        .settings()
        .forEach(
            (setting, wanted) -> {
              try {
                var attribute = attribute(setting);
                var before = settingOf.putIfAbsent(attribute.name(), setting);
                if (before != null) {
                  throw new Refused(
                      Reason.AMBIGUOUS,
                      "means the same attribute as '" + before + "'; keep one of them");
                }
                if (preserved.test(setting)
                    || preserved.test(attribute.name())
                    || preserved.test(attribute.displayName())) {
                  throw new Refused(Reason.PRESERVED, "kept as it is, by preserve_settings");
                }
                var to = ValueConversion.convert(attribute, wanted, current.get(attribute.name()));
                var from = current.get(attribute.name());
                var staged = pending.get(attribute.name());
                if (to.equals(from) && staged == null) {
                  right.put(attribute.name(), to);
                } else {
                  mayChange(setting, attribute);
                  changes.add(new BiosChange(setting, attribute.name(), from, to, staged));
                }
              } catch (Refused e) {
                refused.add(new BiosRefusal(setting, e.reason, String.valueOf(e.getMessage())));
              }
            });
    var changed = changes.stream().map(BiosChange::attribute).collect(Collectors.toSet());
    var others = new LinkedHashMap<String, BiosValue>();
    pending.entrySet().stream()
        .filter(entry -> !changed.contains(entry.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> others.put(entry.getKey(), entry.getValue()));
    return new BiosPlan(changes, refused, right, others);
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

  private void mayChange(String setting, BiosAttribute attribute) {
    if (attribute.readOnly()) {
      throw new Refused(
          Reason.READ_ONLY,
          "is read-only and now "
              + current.getOrDefault(attribute.name(), BiosValue.of("(not shown)"))
              + "; another setting may have to change first");
    }
    var danger = BiosDanger.of(attribute.name(), attribute.displayName(), attribute.menuPath());
    if (danger.isPresent() && !approved.test(setting) && !approved.test(attribute.name())) {
      throw new Refused(
          Reason.NEEDS_APPROVAL,
          "needs an approval, since " + danger.get().reason() + " (safety rule 10)");
    }
  }

  private static Predicate<String> preserved(List<String> globs) {
    var patterns = globs.stream().map(BiosPlanner::pattern).toList();
    return name -> patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }

  private static Pattern pattern(String glob) {
    var regex = new StringBuilder();
    for (var i = 0; i < glob.length(); i++) {
      var sign = glob.charAt(i);
      regex.append(
          switch (sign) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(sign));
          });
    }
    return Pattern.compile(
        regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
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
