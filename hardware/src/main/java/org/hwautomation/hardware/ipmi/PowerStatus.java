package org.hwautomation.hardware.ipmi;

/** Whether the chassis has power. */
public enum PowerStatus {
  ON,
  OFF,
  /** The BMC answered without saying. */
  UNKNOWN
}
