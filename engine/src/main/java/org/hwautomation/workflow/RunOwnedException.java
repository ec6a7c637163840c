package org.hwautomation.workflow;

/** A living executor has the run. */
public final class RunOwnedException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  public RunOwnedException(String runId, String owner) {
    super("run " + runId + " is being executed by " + owner + "; only one process may");
  }
}
