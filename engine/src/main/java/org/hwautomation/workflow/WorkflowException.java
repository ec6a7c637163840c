package org.hwautomation.workflow;

import org.jspecify.annotations.Nullable;

/** The root of everything the engine throws. Unchecked; its children carry run id and step path. */
public class WorkflowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WorkflowException(String message) {
    super(message);
  }

  public WorkflowException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
