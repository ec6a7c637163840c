package org.hwautomation.provisioning.firmware;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How much an image matters, from the most; the Python version's priorities. */
public enum Severity {
  CRITICAL,
  HIGH,
  NORMAL,
  LOW;

  /** The name in files and options, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The severity of a name in files and options, in any case. */
  public static Optional<Severity> named(String text) {
    return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(text)).findFirst();
  }

  /** All names in files and options. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Severity::wireName).toList();
  }
}
