package org.hwautomation.workflow;

/** A write by an ownership that is over. */
public final class RunFencedException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  public RunFencedException(String runId, String problem) {
    super("run " + runId + " is no longer ours to write: " + problem);
  }
}
