package org.hwautomation.workflow;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as people read and write them. */
public final class Durations {
  private static final Pattern PARTS =
      Pattern.compile("(?:(\\d+)d)? ?(?:(\\d+)h)? ?(?:(\\d+)m)? ?(?:(\\d+)s)? ?(?:(\\d+)ms)?");

  private Durations() {}

  /**
   * Reads {@code 45m}, {@code 2h 30m}, {@code 1d}, {@code 500ms}, or ISO 8601 such as {@code PT5M}.
   *
   * @throws InvalidValueException if it is none
   */
  public static Duration parse(String text) {
    if (text.startsWith("P")) {
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw notADuration(text);
      }
    }
    var parts = PARTS.matcher(text.strip());
    if (text.isBlank() || !parts.matches()) {
      throw notADuration(text);
    }
    try {
      return Duration.ofDays(number(parts.group(1)))
          .plusHours(number(parts.group(2)))
          .plusMinutes(number(parts.group(3)))
          .plusSeconds(number(parts.group(4)))
          .plusMillis(number(parts.group(5)));
    } catch (ArithmeticException | NumberFormatException e) {
      throw notADuration(text);
    }
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static InvalidValueException notADuration(String text) {
    return new InvalidValueException(
        "'" + text + "'", "is not a duration such as 30s, 45m, 2h 30m or 1d");
  }

  /** The same amount as {@link #parse} reads it: exact, the largest units first. */
  public static String exact(Duration duration) {
    if (duration.isNegative() || duration.toNanosPart() % 1_000_000 != 0) {
      return duration.toString();
    }
    var text = new StringBuilder();
    unit(text, duration.toDaysPart(), "d");
    unit(text, duration.toHoursPart(), "h");
    unit(text, duration.toMinutesPart(), "m");
    unit(text, duration.toSecondsPart(), "s");
    unit(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void unit(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(text.isEmpty() ? "" : " ").append(amount).append(unit);
    }
  }

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
