package org.hwautomation.simulator;

/** A machine's status in MAAS, with the code and the name of API 2.0. */
public enum MaasStatus {
  NEW(0, "New"),
  COMMISSIONING(1, "Commissioning"),
  FAILED_COMMISSIONING(2, "Failed commissioning"),
  MISSING(3, "Missing"),
  READY(4, "Ready"),
  RESERVED(5, "Reserved"),
  DEPLOYED(6, "Deployed"),
  RETIRED(7, "Retired"),
  BROKEN(8, "Broken"),
  DEPLOYING(9, "Deploying"),
  ALLOCATED(10, "Allocated"),
  FAILED_DEPLOYMENT(11, "Failed deployment"),
  RELEASING(12, "Releasing"),
  FAILED_RELEASING(13, "Releasing failed"),
  DISK_ERASING(14, "Disk erasing"),
  FAILED_DISK_ERASING(15, "Failed disk erasing"),
  RESCUE_MODE(16, "Rescue mode"),
  ENTERING_RESCUE_MODE(17, "Entering rescue mode"),
  FAILED_ENTERING_RESCUE_MODE(18, "Failed to enter rescue mode"),
  EXITING_RESCUE_MODE(19, "Exiting rescue mode"),
  FAILED_EXITING_RESCUE_MODE(20, "Failed to exit rescue mode"),
  TESTING(21, "Testing"),
  FAILED_TESTING(22, "Failed testing");

  private final int code;
  private final String label;

  MaasStatus(int code, String label) {
    this.code = code;
    this.label = label;
  }

  public int code() {
    return code;
  }

  /** {@code status_name} of the API. */
  public String label() {
    return label;
  }

  /** Whether the status means that somebody has the machine. */
  public boolean taken() {
    return switch (this) {
      case RESERVED, DEPLOYED, DEPLOYING, ALLOCATED, RELEASING, DISK_ERASING -> true;
      default -> false;
    };
  }

  /** Whether the status leaves open who has the machine: rescue keeps what was before. */
  boolean rescue() {
    return switch (this) {
      case RESCUE_MODE,
          ENTERING_RESCUE_MODE,
          FAILED_ENTERING_RESCUE_MODE,
          EXITING_RESCUE_MODE,
          FAILED_EXITING_RESCUE_MODE ->
          true;
      default -> false;
    };
  }
}
