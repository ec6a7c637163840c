package org.hwautomation.benchmarks;

import java.util.List;

/**
 * One number, measured once a round.
 *
 * @param name what was measured
 * @param unit such as {@code µs a step}
 * @param rounds in the order they were measured
 */
public record Series(
    String name, String unit, List<Double> rounds, double median, double lowest, double highest) {

  static Series of(String name, String unit, List<Double> rounds) {
    var sorted = rounds.stream().sorted().toList();
    var middle = sorted.size() / 2;
    var median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Series(name, unit, rounds, median, sorted.getFirst(), sorted.getLast());
  }

  /** The median with its unit. */
  String text() {
    return Numbers.text(median) + " " + unit;
  }
}
