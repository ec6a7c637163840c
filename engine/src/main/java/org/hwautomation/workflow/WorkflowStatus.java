package org.hwautomation.workflow;

import java.util.Locale;

/** How a run stands, in the original's five words. What is more than that is its {@link Phase}. */
public enum WorkflowStatus {
  /** Created; no step has started. */
  PENDING,
  /** Under way: also while it waits, backs off, is paused or parked. */
  RUNNING,
  /** Every step completed. */
  COMPLETED,
  /** A step failed for good. */
  FAILED,
  /** Cancelled by somebody. */
  CANCELLED;

  /** True for a status that never changes again. */
  public boolean isTerminal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  /** The name on the wire, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
