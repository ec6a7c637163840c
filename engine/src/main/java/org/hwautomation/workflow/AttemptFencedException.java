package org.hwautomation.workflow;

/** An attempt that lost its right to write tried to: it timed out, or its run went elsewhere. */
public final class AttemptFencedException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  AttemptFencedException(String runId, String stepPath, int attempt, String what) {
    super(
        "attempt %d of step %s of run %s may not write any more; refused: %s"
            .formatted(attempt, stepPath, runId, what));
  }
}
