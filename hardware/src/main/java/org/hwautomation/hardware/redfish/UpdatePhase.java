package org.hwautomation.hardware.redfish;

/** How far an update has come, as far as the BMC tells. */
public enum UpdatePhase {
  /** Waits for its turn. */
  QUEUED,
  DOWNLOADING,
  VERIFYING,
  /** Verified; waits for {@link UpdateService#proceed}. */
  READY_TO_START,
  /** The flash is being written, or nothing proves that it is not. */
  WRITING,
  INSTALLING,
  APPLYING,
  /** Takes effect at the next reset of the host; until then nothing is written. */
  AWAITING_RESET,
  /** The BMC says that it went well. Read the version to know. */
  SUCCEEDED,
  FAILED,
  /**
   * The BMC does not know it, or not how it ended. It may have succeeded or failed: read the
   * versions and decide. Never success.
   */
  UNKNOWN;

  /** True if it neither goes on by itself nor waits for anything. */
  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == UNKNOWN;
  }

  /**
   * True if power, a reset or a cleared queue could break the board: it writes, or nobody knows.
   * Only wait and read then.
   */
  public boolean untouchable() {
    return switch (this) {
      case WRITING, INSTALLING, APPLYING, UNKNOWN -> true;
      case QUEUED, DOWNLOADING, VERIFYING, READY_TO_START, AWAITING_RESET, SUCCEEDED, FAILED ->
          false;
    };
  }
}
