package org.hwautomation.workflow;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The kinds of values that parameters may have: {@code string, integer, decimal, boolean, list,
 * map, instant, duration, secret, any}, and what a domain adds. Immutable.
 */
public final class ValueTypes {
  /** The engine's own. */
  public static final ValueTypes BASIC =
      new ValueTypes(Map.of())
          .with(basic("any", Value.class, Value.Text::new))
          .with(basic("string", Value.Text.class, Value.Text::new))
          .with(basic("integer", Value.Int.class, text -> new Value.Int(Long.parseLong(text))))
          .with(new DecimalType())
          .with(basic("boolean", Value.Bool.class, ValueTypes::readBoolean))
          .with(basic("list", Value.Items.class, ValueTypes::readList))
          .with(basic("map", Value.Fields.class, ValueTypes::readMap))
          .with(basic("instant", Value.Moment.class, text -> new Value.Moment(Instant.parse(text))))
          .with(basic("duration", Value.Span.class, text -> new Value.Span(Durations.parse(text))))
          .with(basic("secret", Value.SecretReference.class, ValueTypes::refuseSecret));

  private final Map<String, ValueType> byName;

  private ValueTypes(Map<String, ValueType> byName) {
    this.byName = Collections.unmodifiableMap(new TreeMap<>(byName));
  }

  /** These and one more. */
  public ValueTypes with(ValueType type) {
    var more = new TreeMap<>(byName);
    more.put(type.name(), type);
    return new ValueTypes(more);
  }

  /** The type of that name. */
  public Optional<ValueType> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All names, sorted. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /**
   * What is wrong with {@code value} for {@code parameter}; a value with {@code ${...}} in it is
   * known only later, so nothing is wrong with it.
   */
  public Optional<String> problem(Parameter parameter, Value value) {
    if (value instanceof Value.Text text && Template.isTemplate(text.value())) {
      return Optional.empty();
    }
    if (!parameter.oneOf().isEmpty() && !parameter.oneOf().contains(value)) {
      return Optional.of(
          "is none of "
              + String.join(", ", parameter.oneOf().stream().map(ValueTypes::shown).toList()));
    }
    return find(parameter.type()).flatMap(type -> type.problem(value));
  }

  private static String shown(Value value) {
    return value instanceof Value.Text text ? text.value() : ValueCodec.write(value);
  }

  private static ValueType basic(
      String name, Class<? extends Value> kind, Function<String, Value> reader) {
    return new BasicType(name, kind, reader);
  }

  private static Value readBoolean(String text) {
    return switch (text) {
      case "true", "yes", "on" -> new Value.Bool(true);
      case "false", "no", "off" -> new Value.Bool(false);
      default -> throw new IllegalArgumentException();
    };
  }

  private static Value readList(String text) {
    return text.startsWith("[")
        ? ValueCodec.read(text)
        : new Value.Items(
            List.of(text.split(",", -1)).stream()
                .map(part -> (Value) new Value.Text(part.strip()))
                .toList());
  }

  private static Value readMap(String text) {
    return ValueCodec.read(text);
  }

  private static Value refuseSecret(String text) {
    throw new InvalidValueException(
        "a secret", "is not typed here; give it through a file or the environment");
  }

  private record BasicType(String name, Class<? extends Value> kind, Function<String, Value> reader)
      implements ValueType {
    @Override
    public Optional<String> problem(Value value) {
      return kind.isInstance(value) ? Optional.empty() : Optional.of(wrong());
    }

    private String wrong() {
      return "is not " + (name.matches("[aeiou].*") ? "an " : "a ") + name;
    }

    @Override
    public Value read(String text) {
      try {
        var value = reader.apply(text);
        if (kind.isInstance(value)) {
          return value;
        }
      } catch (InvalidValueException e) {
        if (name.equals("secret")) {
          throw e;
        }
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new InvalidValueException("'" + text + "'", wrong());
      }
      throw new InvalidValueException("'" + text + "'", wrong());
    }
  }

  private record DecimalType() implements ValueType {
    @Override
    public String name() {
      return "decimal";
    }

    @Override
    public Optional<String> problem(Value value) {
      return value instanceof Value.Decimal || value instanceof Value.Int
          ? Optional.empty()
          : Optional.of("is not a number");
    }

    @Override
    public Value read(String text) {
      try {
        return new Value.Decimal(new BigDecimal(text));
      } catch (NumberFormatException e) {
        throw new InvalidValueException("'" + text + "'", "is not a number");
      }
    }
  }
}
