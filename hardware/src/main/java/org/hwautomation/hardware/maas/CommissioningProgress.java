package org.hwautomation.hardware.maas;

/**
 * How far a commissioning has come that is newer than a known one; see {@link
 * Machine#commissioningSince}.
 */
public enum CommissioningProgress {
  /** MAAS has no newer commissioning than the known one. A Ready seen now is an old Ready. */
  NOT_STARTED,
  /** The commissioning scripts run, or the machine is on its way to them. */
  RUNNING,
  /** Commissioning is done; the hardware tests run. */
  TESTING,
  /** Done: the machine is Ready by the new commissioning. */
  READY,
  /** The commissioning scripts failed. */
  FAILED,
  /** The hardware tests failed. */
  FAILED_TESTING,
  /** Somebody aborted it: the machine is New again. */
  ABORTED,
  /** The machine went on to something else since, such as a deployment. */
  OVERTAKEN;

  /** True if it will not change without a new request. */
  public boolean ended() {
    return this != NOT_STARTED && this != RUNNING && this != TESTING;
  }
}
