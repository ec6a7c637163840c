package org.hwautomation.simulator;

/** What can be wrong with how a server is built, cabled, licensed or equipped. */
public enum HardwareFault {
  /** The third memory slot is empty. */
  MISSING_DIMM,
  /** The second disk is gone, for BMC and host. */
  LOST_DISK,
  /** The cables of the first two ports are swapped at the switches. */
  SWAPPED_SWITCH_PORT,
  /** The BMC claims another serial number than the host has. */
  OTHER_SERIAL,
  /**
   * The BMC offers no BIOS settings: a Supermicro refuses them for want of a licence (403), older
   * Dells and HPEs have no such resource.
   */
  BIOS_NOT_LICENSED,
  /** The systems that MAAS boots have none of the maker's programs. */
  NO_VENDOR_TOOL
}
