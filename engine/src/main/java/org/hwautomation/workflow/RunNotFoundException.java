package org.hwautomation.workflow;

/** No run has that id. */
public final class RunNotFoundException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  public RunNotFoundException(String runId) {
    super("there is no run " + runId + "; list them with: hwauto run list");
  }
}
