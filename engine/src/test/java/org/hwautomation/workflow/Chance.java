package org.hwautomation.workflow;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The one source of accidents of a simulation: the same seed gives the same ones. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** True once in {@code n} times; never for 0. */
  boolean oneIn(int n) {
    return n > 0 && random.nextInt(n) == 0;
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** More than nothing, at most {@code most}. */
  Duration upTo(Duration most) {
    return Duration.ofMillis(1 + random.nextLong(Math.max(1, most.toMillis())));
  }

  /** From 0 to 1. */
  double fraction() {
    return random.nextDouble();
  }

  /** Decides between two that are equal otherwise. */
  long tie() {
    return random.nextLong();
  }
}
