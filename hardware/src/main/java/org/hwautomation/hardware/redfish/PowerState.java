package org.hwautomation.hardware.redfish;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A system's power, as {@code Resource.PowerState} has it. */
public enum PowerState {
  ON,
  OFF,
  POWERING_ON,
  POWERING_OFF,
  PAUSED,
  /** The BMC does not say: some leave it out during POST, after a reset, or always. */
  UNKNOWN;

  static PowerState of(@Nullable String text) {
    return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
      case "on" -> ON;
      case "off" -> OFF;
      case "poweringon" -> POWERING_ON;
      case "poweringoff" -> POWERING_OFF;
      case "paused" -> PAUSED;
      default -> UNKNOWN;
    };
  }
}
