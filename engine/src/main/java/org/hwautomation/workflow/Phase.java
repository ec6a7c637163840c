package org.hwautomation.workflow;

import java.util.Locale;

/** What a run is doing within its {@link WorkflowStatus}. */
public enum Phase {
  /** Nothing special: waiting for its first step, executing one, or finished. */
  NONE,
  /** Another run holds a key that it needs. */
  WAITING_FOR_LOCK,
  /** As many attempts as may be run already under a name of its next step. */
  WAITING_FOR_LIMIT,
  /** Its next step may enter a point of no return, and no maintenance window is open. */
  WAITING_FOR_WINDOW,
  /** A person is asked. */
  WAITING_FOR_APPROVAL,
  /** Between two attempts of a step. */
  BACKING_OFF,
  /** Somebody paused it: no further attempt is made until it is resumed. */
  PAUSED,
  /** What it did is being undone. */
  ROLLING_BACK,
  /** An attempt takes longer than such attempts usually do. */
  SLOW,
  /** Somebody cancelled it; it ends as soon as it may. */
  CANCELLING,
  /** Inside a point of no return for longer than expected. */
  OVERDUE,
  /** Nobody executes it and a person must look; the reason stands beside it. */
  PARKED,
  /**
   * It ended and keeps its locks: it failed and can be resumed or released, or it was cancelled
   * although nobody knows how a point of no return went, and can be released.
   */
  HELD;

  /** The name on the wire, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
