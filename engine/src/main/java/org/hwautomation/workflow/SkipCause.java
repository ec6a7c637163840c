package org.hwautomation.workflow;

/** Why a step was not run, or not run to its end. */
public enum SkipCause {
  /** The run was cancelled. */
  CANCELLED,
  /** A step beside it failed. */
  SIBLING_FAILED,
  /** Its condition, or that of the group or sequence around it, was false. */
  CONDITION,
  /** Somebody said so. */
  COMMAND;

  /** True if the run goes on behind the step as if it had completed. */
  public boolean goesOn() {
    return this == CONDITION || this == COMMAND;
  }
}
