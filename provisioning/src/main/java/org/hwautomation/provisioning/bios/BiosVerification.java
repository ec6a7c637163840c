package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a plan, from a fresh read after the reset (safety rule 11).
 *
 * @param results one an attribute, in the plan's order
 */
public record BiosVerification(List<Result> results) {
  /** What became of one attribute. */
  public enum Outcome {
    /** In effect. */
    APPLIED,
    /** Still waiting: the reset did not happen, or the BIOS needs another one. */
    STILL_PENDING,
    /** Has another value: refused by the BIOS, or overridden by another setting or profile. */
    DIFFERENT,
    /** The BMC shows no value for it. */
    NOT_SHOWN
  }

  /**
   * One attribute.
   *
   * @param requested what was wanted
   * @param pending what is staged now; null for nothing
   * @param effective what is in effect; null where the BMC shows nothing
   */
  public record Result(
      String attribute,
      BiosValue requested,
      @Nullable BiosValue pending,
      @Nullable BiosValue effective,
      Outcome outcome) {}

  public BiosVerification {
    results = List.copyOf(results);
  }

  /**
   * Compares.
   *
   * @param expected attribute to value, {@link BiosPlan#expected}
   */
  public static BiosVerification of(
      Map<String, BiosValue> expected,
      Map<String, BiosValue> current,
      Map<String, BiosValue> pending) {
    var results = new ArrayList<Result>();
    expected.forEach(
        (attribute, wanted) -> {
          var effective = current.get(attribute);
          var staged = pending.get(attribute);
          if (staged != null && staged.equals(effective)) {
            staged = null;
          }
          results.add(
              new Result(attribute, wanted, staged, effective, outcome(wanted, staged, effective)));
        });
    return new BiosVerification(results);
  }

  private static Outcome outcome(
      BiosValue wanted, @Nullable BiosValue staged, @Nullable BiosValue effective) {
    if (staged != null) {
      return Outcome.STILL_PENDING;
    }
    if (effective == null) {
      return Outcome.NOT_SHOWN;
    }
    return effective.equals(wanted) ? Outcome.APPLIED : Outcome.DIFFERENT;
  }

  /** True if everything is in effect and nothing is staged for it. */
  public boolean isApplied() {
    return failures().isEmpty();
  }

  /** What is not as wanted. */
  public List<Result> failures() {
    return results.stream().filter(result -> result.outcome() != Outcome.APPLIED).toList();
  }

  /** For people, a line an attribute that is not as wanted; ends without a line break. */
  public String text() {
    var lines = new ArrayList<String>();
    lines.add(
        "BIOS: %d of %d as wanted".formatted(results.size() - failures().size(), results.size()));
    for (var result : failures()) {
      lines.add(
          "  ! "
              + result.attribute()
              + ": wanted "
              + result.requested()
              + ", "
              + switch (result.outcome()) {
                case STILL_PENDING ->
                    "is "
                        + result.effective()
                        + ", "
                        + result.pending()
                        + " is staged; a reset is still needed";
                case NOT_SHOWN -> "but the BMC shows no value";
                case DIFFERENT, APPLIED ->
                    "is "
                        + result.effective()
                        + "; the BIOS refused it, or another setting or profile overrides it";
              });
    }
    return String.join("\n", lines);
  }
}
