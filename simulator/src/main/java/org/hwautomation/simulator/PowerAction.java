package org.hwautomation.simulator;

/** What can be done to a server's power. */
public enum PowerAction {
  ON,
  /** Off at once. */
  FORCE_OFF,
  /** Asks the operating system; does nothing where none is running. */
  SOFT_OFF,
  /** Reset at once, power stays. */
  RESET,
  /** Asks the operating system to restart; does nothing where none is running. */
  SOFT_RESTART,
  /** Off at once, a pause, on. */
  CYCLE,
  /** A short press of the button: on when off, soft off when on. */
  BUTTON
}
