package org.hwautomation.workflow;

/** A start that is refused while a run of that workflow id is live. */
public final class WorkflowAlreadyRunningException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  public WorkflowAlreadyRunningException(String workflowId, String runId) {
    super(
        "workflow "
            + workflowId
            + " has a live run already ("
            + runId
            + "); wait for it, cancel it, or use another id");
  }
}
