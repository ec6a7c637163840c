package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hwautomation.provisioning.bios.BiosRefusal.Reason;

/** Says why a wanted value can't be reached: the chain of settings that stands in its way. */
final class Explanation {
  private final BiosRules rules;
  private final BiosRegistry registry;
  private final Map<String, BiosValue> wanted;
  private final Map<String, BiosValue> values;

  /**
   * For one state.
   *
   * @param wanted all that the template wants
   * @param values as far as it can be brought
   */
  Explanation(
      BiosRules rules,
      BiosRegistry registry,
      Map<String, BiosValue> wanted,
      Map<String, BiosValue> values) {
    this.rules = rules;
    this.registry = registry;
    this.wanted = wanted;
    this.values = values;
  }

  /** Why {@code attribute} can't get the value. */
  BiosRefusal refusal(String setting, String attribute, BiosValue value) {
    var effective = rules.effective(attribute, values);
    if (effective == null || !effective.isOpen()) {
      return new BiosRefusal(
          setting, Reason.READ_ONLY, closed(attribute, new HashSet<>(Set.of(attribute))));
    }
    if (!PassSearch.fits(effective, value)) {
      return new BiosRefusal(setting, Reason.OUT_OF_BOUNDS, misfit(effective, value));
    }
    var all = new HashMap<>(values);
    all.put(attribute, value);
    var settled = rules.settle(all);
    var forced = settled.forced().get(attribute);
    if (forced != null) {
      return new BiosRefusal(
          setting,
          Reason.OVERRIDDEN,
          "is overridden: it is %s while %s%s"
              .formatted(forced.value(), forced.when(), who(forced.when())));
    }
    var lost =
        wanted.entrySet().stream()
            .filter(entry -> entry.getValue().equals(values.get(entry.getKey())))
            .filter(entry -> !entry.getValue().equals(settled.values().get(entry.getKey())))
            .map(
                entry -> {
                  var by = settled.forced().get(entry.getKey());
                  return entry.getKey()
                      + (by == null ? "" : " (it is " + by.value() + " while " + by.when() + ")");
                })
            .toList();
    return new BiosRefusal(
        setting,
        Reason.CONFLICT,
        lost.isEmpty()
            ? "can't be brought about together with the template's other settings"
            : "would undo "
                + String.join(", ", lost)
                + ", which the template wants, too; keep one of them");
  }

  private String misfit(BiosAttribute effective, BiosValue value) {
    try {
      ValueConversion.convert(effective, value, value);
      return "does not fit";
    } catch (BiosPlanner.Refused e) {
      return e.getMessage() + ", with the other settings as they will be";
    }
  }

  private String closed(String attribute, Set<String> seen) {
    var effective = rules.effective(attribute, values);
    var how =
        effective == null
            ? "unknown"
            : effective.restrictions().stream()
                .sorted()
                .map(BiosAttribute.Restriction::text)
                .collect(Collectors.joining(" and "));
    var is = "is " + how;
    var now = values.get(attribute);
    var because = rules.restricting(attribute, values);
    if (because.isEmpty()) {
      var hidden = rules.hiddenReasons(attribute, values);
      return is
          + (now == null ? "" : " and now " + now)
          + (hidden.isEmpty()
              ? "; no setting is known that opens it"
              : "; it depends on " + String.join(", ", hidden) + ", which the BMC does not show");
    }
    var text = new StringBuilder(is);
    text.append(" while ").append(because.getFirst().when());
    for (var source : because.getFirst().when().attributes()) {
      if (seen.add(source)) {
        text.append("; ").append(source).append(' ').append(source(source, attribute, seen));
      }
    }
    return text.toString();
  }

  /** What is to be said of an attribute that closes another. */
  private String source(String source, String target, Set<String> seen) {
    var value = wanted.get(source);
    if (value != null && value.equals(values.get(source))) {
      return "is wanted so by the template";
    }
    var effective = rules.effective(source, values);
    if (effective == null || (value == null && !values.containsKey(source))) {
      return "is not a setting that can be written";
    }
    if (!effective.isOpen()) {
      return closed(source, seen);
    }
    if (value != null) {
      return "can't become " + value + " as wanted";
    }
    var opening = opening(source, target);
    return "is "
        + Objects.toString(values.get(source), "(not shown)")
        + (opening.isEmpty()
            ? ", which the template leaves as it is"
            : "; the template may set it to " + String.join(" or ", opening));
  }

  /** Values of the source with which the target may be open, whatever the other sources are. */
  private List<String> opening(String source, String target) {
    var opening = new ArrayList<String>();
    var attribute = registry.attribute(source).orElse(null);
    var shown = values.get(source);
    if (attribute == null || shown == null) {
      return opening;
    }
    var closing = rules.restricting(target, values);
    for (var allowed : attribute.values()) {
      var value = registry.written(source, BiosValue.of(allowed.name()), shown);
      var alone = Map.of(source, value);
      if (closing.stream().allMatch(d -> rules.holds(d.when(), alone) != Truth.YES)) {
        opening.add(value.toString());
      }
    }
    return opening.size() > 4 ? opening.subList(0, 4) : opening;
  }

  private String who(Condition condition) {
    var asked =
        condition.attributes().stream()
            .filter(
                name ->
                    wanted.containsKey(name) && Objects.equals(wanted.get(name), values.get(name)))
            .toList();
    return asked.isEmpty()
        ? "; " + String.join(" or ", condition.attributes()) + " would have to change"
        : ", and the template wants " + String.join(" and ", asked) + " so; keep one of them";
  }

  /** The writes that a forced value comes from, through any number of dependencies. */
  static Set<String> culprits(
      String attribute, Map<String, BiosDependency> forced, Set<String> written) {
    var found = new HashSet<String>();
    var seen = new HashSet<String>();
    trace(attribute, forced, written, found, seen);
    return found.isEmpty() ? written : found;
  }

  private static void trace(
      String attribute,
      Map<String, BiosDependency> forced,
      Set<String> written,
      Set<String> found,
      Set<String> seen) {
    var dependency = forced.get(attribute);
    if (dependency == null || !seen.add(attribute)) {
      return;
    }
    for (var source : dependency.when().attributes()) {
      if (written.contains(source)) {
        found.add(source);
      }
      trace(source, forced, written, found, seen);
    }
  }
}
