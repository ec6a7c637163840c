package org.hwautomation.definitions;

import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.workflow.ExpressionException;
import org.hwautomation.workflow.Value;
import org.jspecify.annotations.Nullable;

/** Values for CEL, and what CEL gives as values. */
final class CelValues {
  private CelValues() {}

  /** Something was done with a secret that would tell of it. */
  static final class SecretUsedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretUsedException() {
      super("a secret can't be looked into");
    }
  }

  static Map<String, Object> variables(Value.Fields variables) {
    return new FieldsView(variables);
  }

  private static Object toCel(Value value) {
    return switch (value) {
      case Value.Null _ -> NullValue.NULL_VALUE;
      case Value.Bool bool -> bool.value();
      case Value.Int number -> number.value();
      case Value.Decimal number -> number.value().doubleValue();
      case Value.Text text -> text.value();
      case Value.Moment moment -> moment.value();
      case Value.Span span -> span.value();
      case Value.Items items -> new ItemsView(items.values());
      case Value.Fields fields -> new FieldsView(fields);
      case Value.SecretReference secret -> new OpaqueSecret(secret);
    };
  }

  static Value toValue(String expression, @Nullable Object object) {
    return switch (object) {
      case null -> Value.Null.INSTANCE;
      case NullValue _ -> Value.Null.INSTANCE;
      case Boolean bool -> new Value.Bool(bool);
      case Long number -> new Value.Int(number);
      case Double number -> ExpressionValues.decimal(expression, number);
      case String text -> new Value.Text(text);
      case Instant instant -> new Value.Moment(instant);
      case Duration duration -> new Value.Span(duration);
      case OpaqueSecret secret -> secret.reference;
      case FieldsView view -> ExpressionValues.normal(expression, view.fields);
      case Number unsigned -> unsigned(expression, unsigned);
      case List<?> list ->
          new Value.Items(list.stream().map(part -> toValue(expression, part)).toList());
      case Map<?, ?> map -> fields(expression, map);
      default ->
          throw new ExpressionException(expression, 0, "gives something that a run can't remember");
    };
  }

  private static Value unsigned(String expression, Number number) {
    try {
      return new Value.Int(new BigDecimal(number.toString()).longValueExact());
    } catch (ArithmeticException e) {
      throw new ExpressionException(
          expression, 0, "gives " + number + ", which is larger than 64 bits hold with a sign");
    }
  }

  private static Value fields(String expression, Map<?, ?> map) {
    var fields = new LinkedHashMap<String, Value>();
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw new ExpressionException(
                expression, 0, "gives a map with the key " + key + "; keys are texts");
          }
          fields.put(name, toValue(expression, value));
        });
    return new Value.Fields(fields);
  }

  /** A map whose values are made when they are asked for: no two secrets are the same object. */
  private static final class FieldsView extends AbstractMap<String, Object> {
    private final Value.Fields fields;

    FieldsView(Value.Fields fields) {
      this.fields = fields;
    }

    @Override
    public @Nullable Object get(Object key) {
      var value = fields.values().get(key);
      return value == null ? null : toCel(value);
    }

    @Override
    public boolean containsKey(Object key) {
      return fields.values().containsKey(key);
    }

    @Override
    public int size() {
      return fields.values().size();
    }

    @Override
    public Set<String> keySet() {
      return fields.values().keySet();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      var copy = new LinkedHashMap<String, Object>();
      fields.values().forEach((key, value) -> copy.put(key, toCel(value)));
      return copy.entrySet();
    }
  }

  private static final class ItemsView extends AbstractList<Object> {
    private final List<Value> values;

    ItemsView(List<Value> values) {
      this.values = values;
    }

    @Override
    public Object get(int index) {
      return toCel(values.get(index));
    }

    @Override
    public int size() {
      return values.size();
    }
  }

  /** A secret on its way through: it says nothing of itself. */
  private static final class OpaqueSecret {
    private final Value.SecretReference reference;

    OpaqueSecret(Value.SecretReference reference) {
      this.reference = reference;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      throw new SecretUsedException();
    }

    @Override
    public int hashCode() {
      throw new SecretUsedException();
    }

    @Override
    public String toString() {
      return "a secret";
    }
  }
}
