package org.hwautomation.workflow;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes run ids: UUIDs of version 7 (RFC 9562 §5.7), which sort by time; those of one process also
 * within a millisecond, by a counter (§6.2, method 1).
 */
final class RunIds {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final AtomicLong LAST = new AtomicLong();

  private RunIds() {}

  static String next(Instant now) {
    var stamp = LAST.updateAndGet(last -> Math.max(last + 1, now.toEpochMilli() << 12));
    var high = (stamp >>> 12 << 16) | 0x7000L | (stamp & 0xFFFL);
    var low = (RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}
