package org.hwautomation.workflow;

import java.util.Optional;

/**
 * Thrown by a step whose code ran in another program: under what type, of which class and where it
 * failed there. Its message is what that program said.
 */
public class ForeignStepException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  private final String errorType;
  private final ErrorClass errorClass;
  private final transient Optional<String> trace;

  /**
   * @param errorType what that language calls the error, such as {@code builtins.ValueError}
   * @param trace where in its code; what is over 4 KiB is cut
   */
  public ForeignStepException(
      String errorType, ErrorClass errorClass, String message, Optional<String> trace) {
    super(message);
    this.errorType = errorType;
    this.errorClass = errorClass;
    this.trace = trace.map(Limits::cut);
  }

  /** What that language calls the error. */
  public String errorType() {
    return errorType;
  }

  /** Decides whether another attempt follows. */
  public ErrorClass errorClass() {
    return errorClass;
  }

  /** Where in its code. */
  public Optional<String> trace() {
    return trace;
  }
}
