package org.hwautomation.workflow;

/** What a run is for, if not to run its steps. */
public enum RunPurpose {
  /** To undo what the run it resumes did. */
  ROLLBACK
}
