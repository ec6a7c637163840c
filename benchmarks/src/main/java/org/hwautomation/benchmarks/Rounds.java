package org.hwautomation.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The two sides of a row, measured in turns. */
final class Rounds {
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> floor = new ArrayList<>();

  /** One side, once: what it took, in the side's own unit. */
  @FunctionalInterface
  interface Side {
    double measure() throws Exception;
  }

  /** Both sides, once, taking turns in small pieces. */
  @FunctionalInterface
  interface Both {
    Pair measure() throws Exception;
  }

  /** What each side took. */
  record Pair(double ours, double floor) {}

  /** Measures {@code warmUps} times for nothing, then {@code count} times. */
  static Rounds measure(int warmUps, int count, Both both) throws Exception {
    for (var i = 0; i < warmUps; i++) {
      both.measure();
    }
    var rounds = new Rounds();
    for (var i = 0; i < count; i++) {
      System.gc();
      var pair = both.measure();
      rounds.ours.add(pair.ours());
      rounds.floor.add(pair.floor());
    }
    return rounds;
  }

  /** Measures both sides {@code warmUps} times for nothing, then {@code count} times. */
  static Rounds measure(int warmUps, int count, Side ours, Side floor) throws Exception {
    for (var i = 0; i < warmUps; i++) {
      ours.measure();
      floor.measure();
    }
    var rounds = new Rounds();
    for (var i = 0; i < count; i++) {
      System.gc(); // what one side left behind is not the other's to clean
      rounds.ours.add(ours.measure());
      System.gc();
      rounds.floor.add(floor.measure());
    }
    return rounds;
  }

  Series ours(String name, String unit) {
    return Series.of(name, unit, ours);
  }

  Series floor(String name, String unit) {
    return Series.of(name, unit, floor);
  }

  /** Ours by the floor's, round by round. */
  Series ratio() {
    return Series.of("ours by the floor's", "x", ratios(ours, floor));
  }

  /** The floor's by ours, round by round. */
  Series inverse() {
    return Series.of("the floor's by ours", "x", ratios(floor, ours));
  }

  private static List<Double> ratios(List<Double> above, List<Double> below) {
    var ratios = new ArrayList<Double>();
    for (var i = 0; i < above.size(); i++) {
      ratios.add(above.get(i) / below.get(i));
    }
    return ratios;
  }
}
