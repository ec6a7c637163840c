package org.hwautomation.hardware.maas;

import java.util.Locale;

/** Whether a machine runs, as far as MAAS could find out. */
public enum PowerState {
  ON,
  OFF,
  /** MAAS asked the BMC and got an error. */
  ERROR,
  /** MAAS has not asked, or can't: power type manual, or none. */
  UNKNOWN;

  static PowerState of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "on" -> ON;
      case "off" -> OFF;
      case "error" -> ERROR;
      default -> UNKNOWN;
    };
  }
}
