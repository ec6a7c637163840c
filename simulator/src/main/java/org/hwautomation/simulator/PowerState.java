package org.hwautomation.simulator;

/** Chassis power. */
public enum PowerState {
  ON,
  OFF
}
