package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to do to a BIOS. Immutable.
 *
 * @param passes a write and a reset each, in order; the later ones write what the earlier ones open
 * @param refused will not be written
 * @param alreadyRight name in the registry to its value, which is the wanted one
 * @param conflicts staged values that stand in the way
 * @param warnings what made the planner doubt the registry
 */
public record BiosPlan(
    List<BiosPass> passes,
    List<BiosRefusal> refused,
    Map<String, BiosValue> alreadyRight,
    List<PendingConflict> conflicts,
    List<String> warnings) {
  public BiosPlan {
    passes = List.copyOf(passes);
    refused = List.copyOf(refused);
    conflicts = List.copyOf(conflicts);
    warnings = List.copyOf(warnings);
  }

  /** True if the BIOS is as wanted, as far as it may be: no write, no reset. */
  public boolean isEmpty() {
    return passes.isEmpty();
  }

  /** True if nothing stands in the way: no refusal but preserved settings, nothing else staged. */
  public boolean isClean() {
    return problems().isEmpty() && conflicts.isEmpty();
  }

  /** What all passes change. */
  public List<BiosChange> changes() {
    return passes.stream().flatMap(pass -> pass.changes().stream()).toList();
  }

  /** What the first pass changes; empty if there is none. */
  public List<BiosChange> firstChanges() {
    return passes.isEmpty() ? List.of() : passes.getFirst().changes();
  }

  /**
   * What to send in one PATCH for the first pass, attribute to String, Long or Boolean; without
   * what is staged. The next pass can be planned after the reset.
   */
  public Map<String, Object> toWrite() {
    var attributes = new LinkedHashMap<String, Object>();
    for (var change : firstChanges()) {
      if (!change.isStaged()) {
        attributes.put(change.attribute(), change.to().json());
      }
    }
    return attributes;
  }

  /** True if a reset is needed for the wanted values to take effect. */
  public boolean needsReset() {
    return resets() > 0;
  }

  /** How many resets are needed. */
  public int resets() {
    return passes.size();
  }

  /** What stands in the way of the template; empty if it can be fulfilled. */
  public List<BiosRefusal> problems() {
    return refused.stream().filter(BiosRefusal::isProblem).toList();
  }

  /** Every attribute of the template that can be checked, with the value it must have. */
  public Map<String, BiosValue> expected() {
    var expected = new LinkedHashMap<>(alreadyRight);
    changes().forEach(change -> expected.put(change.attribute(), change.to()));
    return expected;
  }

  /** As {@link #expected}, after the first pass. What is left to later ones is not in it. */
  public Map<String, BiosValue> expectedFirst() {
    return passes.isEmpty() ? expected() : passes.getFirst().rightAfter();
  }

  /** A diff for people, a line each; ends without a line break. */
  public String text() {
    return String.join("\n", lines().stream().map(Line::text).toList());
  }

  /** What a line of the diff is about, for colours. */
  public enum Kind {
    SUMMARY,
    PASS,
    CHANGE,
    CONSEQUENCE,
    REFUSED,
    KEPT,
    CONFLICT,
    WARNING
  }

  /** One line of the diff. */
  public record Line(Kind kind, String text) {}

  /** The diff, line by line. */
  public List<Line> lines() {
    var lines = new ArrayList<Line>();
    lines.add(
        new Line(
            Kind.SUMMARY,
            "BIOS: %d to change%s, %d already right, %d refused"
                .formatted(
                    changes().size(),
                    resets() > 1 ? " in " + resets() + " passes with a reset each" : "",
                    alreadyRight.size(),
                    problems().size())));
    var names = new ArrayList<String>();
    changes().forEach(change -> names.add(shown(change)));
    passes.forEach(pass -> pass.consequences().forEach(along -> names.add(along.attribute())));
    var width = names.stream().mapToInt(String::length).max().orElse(0);
    for (var pass : passes) {
      if (resets() > 1) {
        lines.add(new Line(Kind.PASS, "  pass " + (passes.indexOf(pass) + 1) + ":"));
      }
      for (var change : pass.changes()) {
        lines.add(
            new Line(
                Kind.CHANGE,
                ("  ~ %-" + Math.max(1, width) + "s  %s -> %s%s")
                    .formatted(shown(change), from(change.from()), change.to(), staged(change))));
      }
      for (var along : pass.consequences()) {
        lines.add(
            new Line(
                Kind.CONSEQUENCE,
                ("  + %-" + Math.max(1, width) + "s  %s -> %s  (forced along while %s)")
                    .formatted(
                        along.attribute(), from(along.from()), along.to(), along.because())));
      }
    }
    for (var refusal : refused) {
      lines.add(
          new Line(
              refusal.isProblem() ? Kind.REFUSED : Kind.KEPT,
              "  %s %s: %s"
                  .formatted(
                      refusal.isProblem() ? "!" : "=", refusal.setting(), refusal.message())));
    }
    conflicts.forEach(conflict -> lines.add(new Line(Kind.CONFLICT, "  ? " + conflict)));
    if (!conflicts.isEmpty()) {
      lines.add(new Line(Kind.CONFLICT, "    " + PendingConflict.ADVICE));
    }
    warnings.forEach(warning -> lines.add(new Line(Kind.WARNING, "  . " + warning)));
    return lines;
  }

  private static String from(@Nullable BiosValue value) {
    return value == null ? "(not shown)" : value.toString();
  }

  private static String staged(BiosChange change) {
    if (change.pending() == null) {
      return "";
    }
    return change.isStaged()
        ? "  (staged; the next reset applies it)"
        : "  (replaces the staged " + change.pending() + ")";
  }

  private static String shown(BiosChange change) {
    return change.setting().equals(change.attribute())
        ? change.attribute()
        : change.setting() + " [" + change.attribute() + "]";
  }
}
