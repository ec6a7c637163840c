package org.hwautomation.provisioning.safety;

/**
 * What is being done to a server's hardware at the moment, as far as it matters to whoever stands
 * in front of it. The last ones are the gravest.
 */
public enum HardwareActivity {
  NOTHING(true, "nothing is being written"),
  READING(true, "it is only being read"),
  COMMISSIONING(true, "commissioning would only have to start again"),
  SETTINGS_STAGED(true, "settings are staged, and the next boot applies them"),
  FIRMWARE_STAGED(true, "firmware is staged and not yet being written"),
  /** In-band work that would leave something half done, such as the BMC's address. */
  CONFIGURING_IN_BAND(false, "its own system is configuring it"),
  CHANGING_CREDENTIALS(false, "the BMC's accounts are being changed"),
  MOVING_BMC(false, "the BMC's address is being changed"),
  ERASING_DISKS(false, "its disks are being erased"),
  APPLYING_SETTINGS(false, "settings are being applied"),
  RESETTING_BMC(false, "the BMC is restarting"),
  /** The phase of a flash, or what an interrupted run was doing, cannot be read. */
  UNKNOWN(false, "it is not known what is being written"),
  WRITING_FIRMWARE(false, "firmware is being written; a power loss can destroy the board");

  private final boolean safeToPowerOff;
  private final String reason;

  HardwareActivity(boolean safeToPowerOff, String reason) {
    this.safeToPowerOff = safeToPowerOff;
    this.reason = reason;
  }

  boolean safeToPowerOff() {
    return safeToPowerOff;
  }

  String reason() {
    return reason;
  }
}
