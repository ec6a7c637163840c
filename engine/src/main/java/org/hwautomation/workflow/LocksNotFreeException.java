package org.hwautomation.workflow;

/** The keys that a run waits for are held, or another run's turn: it goes on waiting. */
public final class LocksNotFreeException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  public LocksNotFreeException(String runId) {
    super("the locks of run " + runId + " are not free yet");
  }
}
