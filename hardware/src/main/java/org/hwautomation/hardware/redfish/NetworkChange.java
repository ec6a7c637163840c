package org.hwautomation.hardware.redfish;

import java.util.List;

/**
 * What came of changing a BMC's own address. Neither outcome is success: that is a fresh login at
 * the new address that meets the same identity.
 */
public sealed interface NetworkChange {
  /**
   * The BMC answered that it took the change, and may move at any moment.
   *
   * @param resetRequired the BMC says that it must be reset first (HPE)
   */
  record Accepted(boolean resetRequired, List<RedfishMessage> messages) implements NetworkChange {
    public Accepted {
      messages = List.copyOf(messages);
    }
  }

  /**
   * The request was on its way and no answer came: expected when a BMC moves at once, and the same
   * as what a broken network looks like.
   *
   * @param reason what broke
   */
  record ConnectionLost(String reason) implements NetworkChange {}
}
