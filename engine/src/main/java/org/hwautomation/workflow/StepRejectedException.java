package org.hwautomation.workflow;

/**
 * Thrown by a step that understood what was asked and says no; trying again would not help. A step
 * that answers {@code false} fails with this, too.
 */
public class StepRejectedException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  public StepRejectedException(String message) {
    super(message);
  }
}
