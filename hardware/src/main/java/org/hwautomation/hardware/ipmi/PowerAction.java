package org.hwautomation.hardware.ipmi;

import java.util.Locale;

/** What to do with the chassis power (IPMI 2.0, section 28.3), in ipmitool's words. */
public enum PowerAction {
  ON,
  /** Asks the operating system to shut down. */
  SOFT,
  /** Cuts the power. */
  OFF,
  /** Off, and on again after a moment. Many BMCs refuse it while the power is off. */
  CYCLE,
  /** A hard reset. */
  RESET;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
