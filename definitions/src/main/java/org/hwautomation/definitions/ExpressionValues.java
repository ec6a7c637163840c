package org.hwautomation.definitions;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import org.hwautomation.workflow.ExpressionException;
import org.hwautomation.workflow.Value;

/** Values as expressions have them, whether or not CEL was asked. */
final class ExpressionValues {
  private ExpressionValues() {}

  /** {@code value} after a way through an expression: decimals have lost what a double has not. */
  static Value normal(String expression, Value value) {
    return switch (value) {
      case Value.Decimal decimal -> decimal(expression, decimal.value().doubleValue());
      case Value.Items items ->
          new Value.Items(items.values().stream().map(part -> normal(expression, part)).toList());
      case Value.Fields fields -> {
        var copy = new LinkedHashMap<String, Value>();
        fields.values().forEach((key, part) -> copy.put(key, normal(expression, part)));
        yield new Value.Fields(copy);
      }
      default -> value;
    };
  }

  static Value decimal(String expression, double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new ExpressionException(
          expression, 0, "gives " + number + ", which is no number that a run can remember");
    }
    return new Value.Decimal(BigDecimal.valueOf(number));
  }

  /** What a value is, for people. */
  static String kind(Value value) {
    return switch (value) {
      case Value.Null _ -> "nothing";
      case Value.Bool _ -> "true or false";
      case Value.Int _, Value.Decimal _ -> "a number";
      case Value.Text _ -> "a text";
      case Value.Items _ -> "a list";
      case Value.Fields _ -> "a map";
      case Value.Moment _ -> "an instant";
      case Value.Span _ -> "a duration";
      case Value.SecretReference _ -> "a secret";
    };
  }
}
