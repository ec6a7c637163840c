package org.hwautomation.definitions;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.regex.Pattern;
import org.hwautomation.workflow.ExpressionException;
import org.hwautomation.workflow.Value;

/**
 * A compiled expression. Thread-safe.
 *
 * @param type what it gives, in CEL's words; {@code dyn} if that is known only later
 */
record CelProgram(
    String expression, String type, List<Reference> references, CelRuntime.Program program) {
  private static final Pattern PLACE =
      Pattern.compile("evaluation error at <input>:(\\d+): (.*)", Pattern.DOTALL);
  private static final Pattern NO_OVERLOAD =
      Pattern.compile("No matching overload for function '([^']*)'.*", Pattern.DOTALL);

  Value evaluate(Value.Fields variables) {
    try {
      return CelValues.toValue(expression, program.eval(CelValues.variables(variables)));
    } catch (CelEvaluationException e) {
      throw refused(e, variables);
    } catch (CelValues.SecretUsedException e) {
      throw secretUsed(0);
    } catch (StackOverflowError e) {
      throw new ExpressionException(expression, 0, "is nested too deeply");
    }
  }

  private ExpressionException refused(CelEvaluationException error, Value.Fields variables) {
    var place = PLACE.matcher(String.valueOf(error.getMessage()));
    var offset =
        place.matches() ? CelReferences.offset(expression, Integer.parseInt(place.group(1))) : 0;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof CelValues.SecretUsedException) {
        return secretUsed(offset);
      }
    }
    if (error.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND) {
      for (var reference : references) {
        try {
          CelExpressions.follow(expression, reference, variables);
        } catch (ExpressionException absent) {
          return absent;
        }
      }
    }
    var text = place.matches() ? place.group(2) : String.valueOf(error.getMessage());
    var overload = NO_OVERLOAD.matcher(text);
    if (overload.matches()) {
      text = "'" + operator(overload.group(1)) + "' does not fit the values it is given";
    } else if (error.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) {
      text = "its loops take more than " + CelExpressions.MAX_ROUNDS + " rounds";
    }
    return new ExpressionException(expression, offset, "has no value: " + text);
  }

  private ExpressionException secretUsed(int offset) {
    return new ExpressionException(
        expression,
        offset,
        "looks into a secret, which can only be passed on as it is or asked for with has()");
  }

  /** {@code >} for {@code _>_}. */
  private static String operator(String function) {
    var plain = function.replace("_", " ").replace("@", "").strip();
    return plain.isEmpty() || Character.isLetter(plain.charAt(0))
        ? function.replace("@", "")
        : plain;
  }
}
