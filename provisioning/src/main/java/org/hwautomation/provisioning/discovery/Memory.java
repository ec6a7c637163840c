package org.hwautomation.provisioning.discovery;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How much memory there is. {@code dmidecode} counts what is plugged in; {@code /proc/meminfo} and
 * {@code free} what the kernel got, which is a few per cent less.
 */
public final class Memory {
  private static final Pattern MEMINFO =
      Pattern.compile("^MemTotal:\\s+([0-9]{1,15}) kB", Pattern.MULTILINE);
  private static final Pattern FREE =
      Pattern.compile("^Mem:\\s+([0-9]{1,18})(?:\\.([0-9]))?([KMGT]?)i?B?\\s", Pattern.MULTILINE);

  private Memory() {}

  /** {@code /proc/meminfo}, in MiB. */
  public static OptionalLong meminfoMib(String text) {
    var match = MEMINFO.matcher(text);
    return match.find()
        ? OptionalLong.of(Long.parseLong(match.group(1)) >> 10)
        : OptionalLong.empty();
  }

  /** {@code free -b} or {@code free -h}, in MiB. A number without unit is in bytes. */
  public static OptionalLong freeMib(String text) {
    var match = FREE.matcher(text);
    if (!match.find()) {
      return OptionalLong.empty();
    }
    var whole = Long.parseLong(match.group(1));
    var tenth = match.group(2) == null ? 0 : Integer.parseInt(match.group(2));
    return OptionalLong.of(
        switch (match.group(3)) {
          case "K" -> whole >> 10;
          case "M" -> whole;
          case "G" -> scaled(whole, tenth, 1 << 10);
          case "T" -> scaled(whole, tenth, 1 << 20);
          default -> whole >> 20;
        });
  }

  private static long scaled(long whole, int tenth, int factor) {
    return Math.min(whole, Integer.MAX_VALUE) * factor + (long) tenth * factor / 10;
  }
}
