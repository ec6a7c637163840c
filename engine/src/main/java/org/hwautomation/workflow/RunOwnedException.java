package org.hwautomation.workflow;

/** A living executor has the run. */
public final class RunOwnedException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  RunOwnedException(String runId, String owner, String instead) {
    super("run %s is paused in %s, which lives; %s".formatted(runId, owner, instead));
  }

  public RunOwnedException(String runId, String owner) {
    super("run " + runId + " is being executed by " + owner + "; only one process may");
  }
}
