package org.hwautomation.simulator;

/** How far a firmware update has come. */
public enum UpdateState {
  /** The BMC fetches the image. */
  DOWNLOADING,
  VERIFYING,
  /** Verified; waits for the order to begin. */
  VERIFIED,
  /** Is being put into the BMC's store; nothing is flashed. */
  STORING,
  /** Waits for the next POST, in which it is written. */
  SCHEDULED,
  /** The flash is being written and must not be disturbed. */
  WRITING,
  /** Written; takes effect in the next POST. */
  AWAITING_RESET,
  COMPLETED,
  /** Ended as "completed" with status critical; nothing changed. */
  COMPLETED_CRITICAL,
  FAILED;

  /** Whether it goes on by itself or by an order: no other may begin. */
  public boolean active() {
    return switch (this) {
      case DOWNLOADING, VERIFYING, VERIFIED, STORING, SCHEDULED, WRITING -> true;
      case AWAITING_RESET, COMPLETED, COMPLETED_CRITICAL, FAILED -> false;
    };
  }
}
