package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to do to a BIOS. Immutable.
 *
 * @param changes to write, or staged already, in the template's order
 * @param refused will not be written
 * @param alreadyRight name in the registry to its value, which is the wanted one
 * @param othersPending staged by somebody for settings that this template does not want; the reset
 *     would apply them too
 */
public record BiosPlan(
    List<BiosChange> changes,
    List<BiosRefusal> refused,
    Map<String, BiosValue> alreadyRight,
    Map<String, BiosValue> othersPending) {
  public BiosPlan {
    changes = List.copyOf(changes);
    refused = List.copyOf(refused);
  }

  /** True if the BIOS is as wanted, as far as it may be: no write, no reset. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** What to send in one PATCH, attribute to String, Long or Boolean; without what is staged. */
  public Map<String, Object> toWrite() {
    var attributes = new LinkedHashMap<String, Object>();
    for (var change : changes) {
      if (!change.isStaged()) {
        attributes.put(change.attribute(), change.to().json());
      }
    }
    return attributes;
  }

  /** True if a reset is needed for the wanted values to take effect. */
  public boolean needsReset() {
    return !changes.isEmpty();
  }

  /** What stands in the way of the template; empty if it can be fulfilled. */
  public List<BiosRefusal> problems() {
    return refused.stream().filter(BiosRefusal::isProblem).toList();
  }

  /** Every attribute of the template that can be checked, with the value it must have. */
  public Map<String, BiosValue> expected() {
    var expected = new LinkedHashMap<>(alreadyRight);
    changes.forEach(change -> expected.put(change.attribute(), change.to()));
    return expected;
  }

  /** A diff for people, a line each; ends without a line break. */
  public String text() {
    var problems = problems().size();
    var lines = new ArrayList<String>();
    lines.add(
        "BIOS: %d to change, %d already right, %d refused"
            .formatted(changes.size(), alreadyRight.size(), problems));
    var width = changes.stream().mapToInt(change -> shown(change).length()).max().orElse(0);
    for (var change : changes) {
      var from = change.from() == null ? "(not shown)" : change.from().toString();
      var pending =
          change.pending() == null
              ? ""
              : change.isStaged()
                  ? "  (staged; the next reset applies it)"
                  : "  (replaces the staged " + change.pending() + ")";
      lines.add(
          ("  ~ %-" + Math.max(1, width) + "s  %s -> %s%s")
              .formatted(shown(change), from, change.to(), pending));
    }
    for (var refusal : refused) {
      lines.add(
          "  %s %s: %s"
              .formatted(refusal.isProblem() ? "!" : "=", refusal.setting(), refusal.message()));
    }
    othersPending.forEach(
        (name, value) ->
            lines.add(
                "  ? "
                    + name
                    + ": "
                    + value
                    + " was staged by somebody else; the next reset applies it"));
    return String.join("\n", lines);
  }

  private static String shown(BiosChange change) {
    return change.setting().equals(change.attribute())
        ? change.attribute()
        : change.setting() + " [" + change.attribute() + "]";
  }
}
