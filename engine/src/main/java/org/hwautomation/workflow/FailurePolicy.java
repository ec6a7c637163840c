package org.hwautomation.workflow;

import java.util.Locale;

/** What a run does when a step of it failed for good. */
public enum FailurePolicy {
  /** Undo nothing, keep the locks, wait to be resumed, rolled back or released. The default. */
  HOLD,
  /**
   * Undo completed steps, the last first, down to the last point of no return that was passed; then
   * run the steps for failure. Not resumable.
   */
  ROLLBACK;

  /** The name in files, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
