package org.hwautomation.hardware.maas;

import java.util.Arrays;

/** How a script, or a set of scripts, stands. */
public enum ScriptStatus {
  PENDING(0),
  RUNNING(1),
  PASSED(2),
  FAILED(3),
  TIMED_OUT(4),
  ABORTED(5),
  DEGRADED(6),
  INSTALLING(7),
  FAILED_INSTALLING(8),
  SKIPPED(9),
  APPLYING_NETWORK_CONFIGURATION(10),
  FAILED_APPLYING_NETWORK_CONFIGURATION(11),
  /** A code newer than this list, or none (-1: there is no such set). */
  UNKNOWN(-1);

  private final int code;

  ScriptStatus(int code) {
    this.code = code;
  }

  static ScriptStatus ofCode(int code) {
    return Arrays.stream(values())
        .filter(status -> status.code == code)
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** True if it ended without success. */
  public boolean failed() {
    return switch (this) {
      case FAILED,
          TIMED_OUT,
          ABORTED,
          DEGRADED,
          FAILED_INSTALLING,
          FAILED_APPLYING_NETWORK_CONFIGURATION ->
          true;
      default -> false;
    };
  }
}
