package org.hwautomation.simulator;

/** What can be wrong with how a server is built or cabled. */
public enum HardwareFault {
  /** The third memory slot is empty. */
  MISSING_DIMM,
  /** The second disk is gone, for BMC and host. */
  LOST_DISK,
  /** The cables of the first two ports are swapped at the switches. */
  SWAPPED_SWITCH_PORT,
  /** The BMC claims another serial number than the host has. */
  OTHER_SERIAL
}
