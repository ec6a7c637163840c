package org.hwautomation.workflow;

/** A step was asked to end: its run was cancelled, or the engine stops. */
public final class WorkflowCancelledException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  WorkflowCancelledException(String message) {
    super(message);
  }
}
