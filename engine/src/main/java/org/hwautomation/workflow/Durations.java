package org.hwautomation.workflow;

import java.time.Duration;

/** Durations as people read them. */
public final class Durations {
  private Durations() {}

  /**
   * Two units at most: {@code 0.4s}, {@code 18s}, {@code 4m 12s}, {@code 2h 05m}, {@code 3d 04h}.
   */
  public static String text(Duration duration) {
    if (duration.isNegative()) {
      return "-" + text(duration.negated());
    }
    var seconds = duration.toSeconds();
    if (seconds < 10) {
      var tenths = duration.toMillis() / 100;
      return tenths % 10 == 0 && tenths > 0
          ? tenths / 10 + "s"
          : tenths / 10 + "." + tenths % 10 + "s";
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return "%dm %02ds".formatted(seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return "%dh %02dm".formatted(seconds / 3600, seconds % 3600 / 60);
    }
    return "%dd %02dh".formatted(seconds / 86_400, seconds % 86_400 / 3600);
  }
}
