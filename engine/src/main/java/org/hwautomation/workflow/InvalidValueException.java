package org.hwautomation.workflow;

/** A value that a run can't remember or that does not fit where it is read. Names the place. */
public final class InvalidValueException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  public InvalidValueException(String place, String problem) {
    super(place + " " + problem);
  }
}
