package org.hwautomation.benchmarks;

import java.util.List;
import java.util.Optional;

/**
 * What came of a row.
 *
 * @param row its id, such as {@code durable_step}
 * @param what what was measured, with its sizes
 * @param measured our median
 * @param against the floor's median
 * @param ratio the median of the rounds' ratios; empty if there is none
 * @param note what a reader must know to judge it; may be empty
 */
public record Outcome(
    String row,
    String what,
    String measured,
    String against,
    Optional<Double> ratio,
    String wanted,
    Verdict verdict,
    String note,
    List<Series> series) {

  static Outcome notMeasurable(BenchRow row, String why) {
    return without(row, Verdict.NOT_MEASURABLE_HERE, why);
  }

  static Outcome failed(BenchRow row, String why) {
    return without(row, Verdict.FAILED, why);
  }

  private static Outcome without(BenchRow row, Verdict verdict, String why) {
    return new Outcome(
        row.id(), row.what(), "-", "-", Optional.empty(), row.wanted(), verdict, why, List.of());
  }

  /** Between what the rounds' ratios were: far apart, and others were at work. */
  Optional<String> spread() {
    return series.stream()
        .filter(one -> ratio.isPresent() && one.unit().equals("x") && one.rounds().size() > 1)
        .map(one -> Numbers.text(one.lowest()) + " to " + Numbers.text(one.highest()))
        .findFirst();
  }

  /** The ratio as the table has it. */
  public String ratioText() {
    return ratio.map(number -> Numbers.text(number) + "x").orElse("-");
  }
}
