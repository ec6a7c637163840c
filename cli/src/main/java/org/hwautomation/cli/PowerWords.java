package org.hwautomation.cli;

import java.util.Locale;
import org.hwautomation.hardware.ipmi.PowerStatus;
import org.hwautomation.hardware.redfish.PowerState;

/** Power as people and scripts read it: {@code on}, {@code off}, else the BMC's word. */
final class PowerWords {
  private PowerWords() {}

  static String of(PowerState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static String of(PowerStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  static String read(BmcSession session) {
    return switch (session) {
      case BmcSession.Redfish redfish -> of(redfish.client().power().state());
      case BmcSession.Ipmi ipmi -> of(ipmi.client().powerStatus());
    };
  }
}
