package org.hwautomation.provisioning.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When what a receiver did not take is tried again: with growing pauses, for a day. Stateless. */
public final class AlertRetries {
  /** For how long an alert is tried. */
  public static final Duration LONGEST = Duration.ofDays(1);

  private static final Duration FIRST = Duration.ofSeconds(15);
  private static final Duration MOST = Duration.ofHours(1);

  private AlertRetries() {}

  /**
   * When it is tried again: after 15 s, then after twice as long each time, an hour at most.
   *
   * @param created since when it is to be sent
   * @param failed how often it has failed, from 1
   * @return empty if that would be later than {@link #LONGEST} after {@code created}
   */
  public static Optional<Instant> next(Instant created, int failed, Instant now) {
    var doublings = Math.min(failed - 1, 20);
    var pause = FIRST.multipliedBy(1L << doublings);
    var at = now.plus(pause.compareTo(MOST) > 0 ? MOST : pause);
    return at.isAfter(created.plus(LONGEST)) ? Optional.empty() : Optional.of(at);
  }
}
