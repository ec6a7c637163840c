package org.hwautomation.hardware.redfish;

/** What to boot from: {@code ComputerSystem.BootSource}. */
public enum BootTarget {
  NONE("None"),
  PXE("Pxe"),
  CD("Cd"),
  USB("Usb"),
  HDD("Hdd"),
  FLOPPY("Floppy"),
  SD_CARD("SDCard"),
  BIOS_SETUP("BiosSetup"),
  UTILITIES("Utilities"),
  DIAGS("Diags"),
  UEFI_SHELL("UefiShell"),
  UEFI_TARGET("UefiTarget"),
  UEFI_HTTP("UefiHttp"),
  UEFI_BOOT_NEXT("UefiBootNext"),
  REMOTE_DRIVE("RemoteDrive"),
  RECOVERY("Recovery");

  private final String wireName;

  BootTarget(String wireName) {
    this.wireName = wireName;
  }

  /** As it stands in a request. */
  public String wireName() {
    return wireName;
  }
}
