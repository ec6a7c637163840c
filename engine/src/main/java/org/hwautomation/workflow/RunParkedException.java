package org.hwautomation.workflow;

/**
 * Thrown by a step that must not go on until a person has looked: the run is parked with this
 * message, keeps its locks, and goes on with another attempt of the step when resumed.
 */
public class RunParkedException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  public RunParkedException(String message) {
    super(message);
  }
}
