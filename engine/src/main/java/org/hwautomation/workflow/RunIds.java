package org.hwautomation.workflow;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Makes run ids: UUIDs of version 7 (RFC 9562 §5.7), which sort by time. */
final class RunIds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RunIds() {}

  static String next(Instant now) {
    var high = (now.toEpochMilli() << 16) | 0x7000L | (RANDOM.nextLong() & 0xFFFL);
    var low = (RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}
