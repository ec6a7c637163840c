package org.hwautomation.simulator;

/** When a received image is written. */
public enum UpdateStart {
  /** As soon as it is verified; a BMC that needs a POST for it restarts the host itself. */
  AT_ONCE,
  /** In the next POST. */
  AT_RESET,
  /** When the order comes. */
  WHEN_ORDERED,
  /** Not at all: it is put into the BMC's store. */
  STORE
}
