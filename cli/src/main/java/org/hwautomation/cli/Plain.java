package org.hwautomation.cli;

import java.util.regex.Pattern;

/** Text that others wrote, for a terminal: on one line, and with no power over it. Stateless. */
final class Plain {
  /** Control characters, and those that turn the direction of what follows. */
  private static final Pattern ODD =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+");

  private Plain() {}

  static String line(String text) {
    return ODD.matcher(text).replaceAll(" ").strip();
  }

  /** As {@link #line}, cut after so many characters. */
  static String cut(String text, int most) {
    var line = line(text);
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }
}
