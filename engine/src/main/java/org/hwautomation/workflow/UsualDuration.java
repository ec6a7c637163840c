package org.hwautomation.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long something usually takes, from the last times it was done.
 *
 * @param count how many times that is, at least 1
 * @param median half of them took no longer
 * @param high nine of ten took no longer
 */
public record UsualDuration(int count, Duration median, Duration high) {
  /** So many of the last times are remembered. */
  public static final int REMEMBERED = 50;

  private static final int TELLING = 3;

  /** From how long it took each time, in any order. */
  public static Optional<UsualDuration> of(List<Duration> times) {
    if (times.isEmpty()) {
      return Optional.empty();
    }
    var sorted = times.stream().sorted().toList();
    return Optional.of(
        new UsualDuration(
            sorted.size(),
            sorted.get((sorted.size() - 1) / 2),
            sorted.get((sorted.size() * 9 - 1) / 10)));
  }

  /**
   * From when on it is slow: half as long again as nine of ten took, and half a minute more at
   * least; empty if too little is known.
   */
  public Optional<Duration> slowAfter() {
    if (count < TELLING) {
      return Optional.empty();
    }
    var half = high.dividedBy(2);
    return Optional.of(high.plus(half.compareTo(LEAST) > 0 ? half : LEAST));
  }

  private static final Duration LEAST = Duration.ofSeconds(30);
}
