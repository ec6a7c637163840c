package org.hwautomation.workflow;

import java.util.Locale;

/** How a step stands within its run. */
public enum StepStatus {
  /** Not started. */
  PENDING,
  /** Started, or between two attempts. */
  RUNNING,
  /** Its outcome is in the journal; it is never run again. */
  COMPLETED,
  /** Its last attempt failed. */
  FAILED,
  /** Left out, or cut off by a cancel. */
  SKIPPED;

  /** The name on the wire, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
