package org.hwautomation.hardware.redfish;

import java.util.List;

/**
 * The refusals after which the same write, sent again a little later, is known to be safe and to
 * succeed: the BMC says that it has not even begun (sushy {@code connector.py}; iLO and iDRAC).
 */
final class Transient {
  private Transient() {}

  static boolean in(List<RedfishMessage> messages) {
    return messages.stream().anyMatch(Transient::is);
  }

  private static boolean is(RedfishMessage message) {
    return message.is("SYS518") // iDRAC: its services are not ready yet
        || message.is("InvalidOperationForSystemState") // iLO
        || message.is("UnableToModifyDuringSystemPOST") // iLO
        || message.is("ActionParameterValueConflict"); // iDRAC10, for a while after power off
  }
}
