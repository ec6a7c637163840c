package org.hwautomation.simulator;

/** Where a boot override points (DSP0268 ComputerSystem BootSource; IPMI 2.0, table 28-14). */
public enum BootTarget {
  NONE,
  PXE,
  DISK,
  CD,
  USB,
  FLOPPY,
  BIOS_SETUP,
  UTILITIES,
  DIAGS,
  SD_CARD,
  UEFI_SHELL,
  UEFI_TARGET,
  UEFI_HTTP
}
