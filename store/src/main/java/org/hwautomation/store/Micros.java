package org.hwautomation.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as the database has them. */
final class Micros {
  private static final DateTimeFormatter ORIGINAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private Micros() {}

  /** Microseconds since 1970 UTC, as our own tables have them. */
  static long of(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  static Instant toInstant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }

  /** Text in UTC, as the original's TIMESTAMP columns have it. */
  static String timestamp(Instant instant) {
    return ORIGINAL.format(instant);
  }
}
