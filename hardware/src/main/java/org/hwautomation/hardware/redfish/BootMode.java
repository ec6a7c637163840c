package org.hwautomation.hardware.redfish;

/** How the firmware boots: {@code BootSourceOverrideMode}. */
public enum BootMode {
  UEFI("UEFI"),
  LEGACY("Legacy");

  private final String wireName;

  BootMode(String wireName) {
    this.wireName = wireName;
  }

  /** As it stands in a request. */
  public String wireName() {
    return wireName;
  }
}
