package org.hwautomation.workflow;

import java.util.Set;

/**
 * What conditions ({@code when:}) and {@code ${...}} in inputs and lock keys are written in. The
 * engine brings none; {@code definitions} brings CEL. Thread-safe.
 */
public interface ExpressionLanguage {
  /**
   * Looks at an expression without values.
   *
   * @param names the variables there will be
   * @throws ExpressionException saying where and what is wrong
   */
  void check(String expression, Set<String> names);

  /**
   * The value of an expression.
   *
   * @param variables {@code inputs}, {@code values}, {@code steps}, {@code server_id}, {@code
   *     device_type}, {@code run_id}, {@code workflow_id}; a secret is its reference
   * @throws ExpressionException if it has none, such as for the result of a step that was skipped
   */
  Value evaluate(String expression, Value.Fields variables);

  /** The language in which nothing can be said: every expression is refused. */
  static ExpressionLanguage none() {
    return new ExpressionLanguage() {
      @Override
      public void check(String expression, Set<String> names) {
        throw refused(expression);
      }

      @Override
      public Value evaluate(String expression, Value.Fields variables) {
        throw refused(expression);
      }

      private ExpressionException refused(String expression) {
        return new ExpressionException(
            expression,
            0,
            "this engine was built without an expression language; give it one with"
                + " WorkflowEngineBuilder.expressions");
      }
    };
  }
}
