package org.hwautomation.workflow;

/** An expression that can't be read, or has no value. */
public class ExpressionException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  private final int offset;

  /**
   * @param offset where in the expression, in characters from 0
   */
  public ExpressionException(String expression, int offset, String problem) {
    super("the expression '" + expression + "' " + problem);
    this.offset = offset;
  }

  /** Where in the expression, in characters from 0. */
  public int offset() {
    return offset;
  }
}
