package org.hwautomation.benchmarks;

import java.util.Locale;

/** Numbers as people read them: three digits that count. */
final class Numbers {
  private Numbers() {}

  static String text(double number) {
    var size = Math.abs(number);
    if (size >= 100) {
      return String.format(Locale.ROOT, "%,d", Math.round(number));
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", number);
  }
}
