package org.hwautomation.hardware.ssh;

import java.time.Duration;

/**
 * Limits of an upload or a download.
 *
 * @param maxBytes 1 GiB by default; a larger file is refused
 * @param timeLimit 10 minutes by default
 */
public record Transfer(long maxBytes, Duration timeLimit) {
  public static final Transfer USUAL = new Transfer(1L << 30, Duration.ofMinutes(10));

  public Transfer {
    if (maxBytes < 0) {
      throw new IllegalArgumentException("maxBytes " + maxBytes + " is negative");
    }
    if (timeLimit.isNegative() || timeLimit.isZero()) {
      throw new IllegalArgumentException("the time limit " + timeLimit + " is not positive");
    }
  }
}
