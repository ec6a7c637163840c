package org.hwautomation.workflow;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Whether and when an attempt that failed is followed by another.
 *
 * @param attempts tries in total, at least 1; the first counts
 * @param delay the wait before the second attempt
 * @param factor by what each further wait is longer, at least 1
 * @param cap no wait is longer
 * @param jitter the share of a wait that is drawn at random, 0 to 1; 0.2 means 80 to 100 %
 * @param on the classes that are tried again; never {@link ErrorClass#AUTHENTICATION}, which could
 *     lock an account
 */
public record RetryPolicy(
    int attempts, Duration delay, double factor, Duration cap, double jitter, Set<ErrorClass> on) {

  /** The classes that another try can help: connection, busy, timeout and unknown. */
  public static final Set<ErrorClass> TRANSIENT =
      Set.copyOf(
          EnumSet.of(
              ErrorClass.CONNECTION, ErrorClass.BUSY, ErrorClass.TIMEOUT, ErrorClass.UNKNOWN));

  /** 3 attempts, with waits of 1 and 2 s, as the original had them; no wait over 5 minutes. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofSeconds(1), 2, Duration.ofMinutes(5), 0, TRANSIENT);

  public RetryPolicy {
    if (attempts < 1) {
      throw new InvalidValueException(
          "retry.attempts", "is " + attempts + "; it counts all attempts, so it is at least 1");
    }
    if (delay.isNegative() || cap.isNegative()) {
      throw new InvalidValueException("retry.delay", "is negative");
    }
    if (!(factor >= 1) || !(jitter >= 0 && jitter <= 1)) {
      throw new InvalidValueException("retry", "needs factor >= 1 and jitter from 0 to 1");
    }
    on = Set.copyOf(on);
    if (on.contains(ErrorClass.AUTHENTICATION)) {
      throw new InvalidValueException(
          "retry.on", "names authentication; a login that was refused is never tried again");
    }
  }

  /** The same with another number of attempts. */
  public RetryPolicy withAttempts(int total) {
    return new RetryPolicy(total, delay, factor, cap, jitter, on);
  }

  /** The same with another first wait. */
  public RetryPolicy withDelay(Duration first) {
    return new RetryPolicy(attempts, first, factor, cap, jitter, on);
  }

  /** True if attempt {@code number}, counted from 1, having failed like this, has a successor. */
  boolean retries(int number, ErrorClass error) {
    return number < attempts && on.contains(error);
  }

  /**
   * The wait after attempt {@code number}, counted from 1.
   *
   * @param random from 0 to 1
   */
  Duration delayAfter(int number, double random) {
    var millis = (double) delay.toMillis() * Math.pow(factor, number - 1);
    var capped = Math.min(millis, (double) cap.toMillis());
    return Duration.ofMillis(Math.round(capped * (1 - jitter * random)));
  }
}
