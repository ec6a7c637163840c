package org.hwautomation.hardware.maas;

import java.util.Locale;

/** How MAAS switches a machine off. */
public enum StopMode {
  /** Asks the operating system first. */
  SOFT,
  /** Cuts the power. */
  HARD;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
