package org.hwautomation.workflow;

/** No run has that id. */
public final class RunNotFoundException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  public RunNotFoundException(String runId) {
    this(runId, "list them with: hwauto run list");
  }

  /**
   * @param instead what to look at, as the end of a sentence
   */
  public RunNotFoundException(String runId, String instead) {
    super("there is no run " + runId + "; " + instead);
  }
}
