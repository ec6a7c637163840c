package org.hwautomation.provisioning.firmware;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an update interrupts, from the least. */
public enum Disruption {
  /** Nothing. */
  NONE,
  /** The BMC restarts; the host goes on. */
  BMC_RESET,
  /** The host restarts. */
  HOST_REBOOT,
  /** Mains power must be taken away and given back. */
  AC_CYCLE;

  /** The name in files and options, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The disruption of a name in files and options, in any case. */
  public static Optional<Disruption> named(String text) {
    return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(text)).findFirst();
  }

  /** All names in files and options. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Disruption::wireName).toList();
  }
}
