package org.hwautomation.workflow;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps records to {@link Value.Fields} and back, component by component, in {@code snake_case}. */
final class RecordMapping {
  private static final ClassValue<Map<String, Object>> CONSTANTS =
      new ClassValue<>() {
        @Override
        protected Map<String, Object> computeValue(Class<?> type) {
          var constants = new LinkedHashMap<String, Object>();
          for (var constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT), constant);
          }
          return constants;
        }
      };

  private RecordMapping() {}

  /** Where a value is, put into words only when something is wrong with it. */
  private record Place(@Nullable Place outer, String part) {
    Place field(String name) {
      return new Place(this, name);
    }

    Place element(int index) {
      return new Place(this, "[" + index + "]");
    }

    @Override
    public String toString() {
      var parts = new ArrayList<String>();
      for (var place = this; place != null; place = place.outer) {
        parts.add(
            place.outer == null || place.part.startsWith("[") ? place.part : "." + place.part);
      }
      return String.join("", parts.reversed());
    }
  }

  private static InvalidValueException invalid(Place place, String problem) {
    return new InvalidValueException(place.toString(), problem);
  }

  /** As {@link Value#of(String, Object)}. */
  static Value toValue(String place, @Nullable Object object) {
    return toValue(new Place(null, place), object, 0);
  }

  private static Value toValue(Place place, @Nullable Object object, int depth) {
    if (depth > ValueCodec.MAX_DEPTH) {
      var text = place.toString();
      throw new InvalidValueException(
          text.substring(0, Math.min(60, text.length())) + "…",
          "is nested deeper than " + ValueCodec.MAX_DEPTH);
    }
    return switch (object) {
      case null -> Value.Null.INSTANCE;
      case Value value -> value;
      case Boolean bool -> new Value.Bool(bool);
      case Byte number -> new Value.Int(number);
      case Short number -> new Value.Int(number);
      case Integer number -> new Value.Int(number);
      case Long number -> new Value.Int(number);
      case BigInteger number when number.bitLength() < 64 -> new Value.Int(number.longValueExact());
      case BigDecimal number when number.precision() < ValueCodec.MAX_DIGITS / 2 ->
          new Value.Decimal(number);
      case Double number when Double.isFinite(number) ->
          new Value.Decimal(BigDecimal.valueOf(number));
      case Float number when Float.isFinite(number) ->
          new Value.Decimal(new BigDecimal(number.toString()));
      case CharSequence text -> new Value.Text(text.toString());
      case Instant instant -> new Value.Moment(instant);
      case Duration duration -> new Value.Span(duration);
      case Enum<?> constant -> new Value.Text(constant.name().toLowerCase(Locale.ROOT));
      case Optional<?> optional -> toValue(place, optional.orElse(null), depth);
      case Collection<?> collection -> {
        var values = new ArrayList<Value>(collection.size());
        for (var element : collection) {
          values.add(toValue(place.element(values.size()), element, depth + 1));
        }
        yield new Value.Items(values);
      }
      case Map<?, ?> map -> {
        var values = new LinkedHashMap<String, Value>();
        map.forEach(
            (key, value) -> {
              if (!(key instanceof String name)) {
                throw invalid(place, "has a key that is not a string: " + key);
              }
              values.put(name, toValue(place.field(name), value, depth + 1));
            });
        yield new Value.Fields(values);
      }
      case Record record -> toFields(place, record, depth);
      case Double number -> throw notFinite(place, number);
      case Float number -> throw notFinite(place, number);
      case BigDecimal number -> throw invalid(place, "has " + number.precision() + " digits");
      case BigInteger number -> throw invalid(place, "is a whole number of more than 64 bits");
      default ->
          throw invalid(
              place,
              "is a "
                  + object.getClass().getName()
                  + "; a run can remember null, booleans, numbers, strings, lists, maps, instants,"
                  + " durations, records of these and secret references");
    };
  }

  private static InvalidValueException notFinite(Place place, Number number) {
    return invalid(place, "is " + number + ", which no run can remember");
  }

  private static Value.Fields toFields(Place place, Record record, int depth) {
    var shape = RecordShape.of(record.getClass());
    var values = new Value[shape.parts.length];
    for (var i = 0; i < values.length; i++) {
      var part = shape.parts[i];
      Object component;
      try {
        component = part.of(record);
      } catch (IllegalAccessException e) {
        throw invalid(place.field(part.name), "can't be read: " + e.getMessage());
      } catch (Throwable e) { // the record's own accessor threw it
        throw invalid(place.field(part.name), "can't be read: " + e);
      }
      values[i] = toValue(place.field(part.name), component, depth + 1);
    }
    return new Value.Fields(FieldMap.of(shape.keys, values));
  }

  static <T> T read(String place, Value value, Class<T> type) {
    var result = convert(new Place(null, place), value, type);
    if (result == null) {
      throw new InvalidValueException(place, "is missing");
    }
    @SuppressWarnings("unchecked") // convert returns what the type asks for, primitives boxed
    var cast = (T) result;
    return cast;
  }

  private static @Nullable Object convert(Place place, Value value, Type type) {
    if (type instanceof ParameterizedType parameterized) {
      return convertGeneric(place, value, parameterized);
    }
    if (!(type instanceof Class<?> wanted)) {
      throw invalid(place, "is asked for as " + type + ", which can't be mapped");
    }
    if (wanted == Value.Fields.class && value instanceof Value.Null) {
      return Value.Fields.EMPTY;
    }
    if (Value.class.isAssignableFrom(wanted)) {
      if (wanted.isInstance(value)) {
        return value;
      }
      throw invalid(place, "is not a " + wanted.getSimpleName());
    }
    if (wanted == Optional.class) {
      throw invalid(place, "is asked for as an Optional of unknown type");
    }
    if (wanted.isRecord() && value instanceof Value.Fields fields) {
      return toRecord(place, fields, wanted);
    }
    if (wanted.isEnum() && value instanceof Value.Text text) {
      return constant(place, text.value(), wanted);
    }
    var plain = plain(value);
    if (plain == null) {
      return null;
    }
    if (wanted == Object.class || wanted.isInstance(plain)) {
      return plain;
    }
    if (plain instanceof Long number) {
      if (wanted == long.class) {
        return number;
      }
      if (wanted == int.class || wanted == Integer.class) {
        if (number.intValue() != number) {
          throw invalid(place, "is " + number + ", more than 32 bits");
        }
        return number.intValue();
      }
      if (wanted == double.class || wanted == Double.class) {
        return number.doubleValue();
      }
      if (wanted == BigDecimal.class) {
        return BigDecimal.valueOf(number);
      }
    }
    if (plain instanceof BigDecimal number && (wanted == double.class || wanted == Double.class)) {
      return number.doubleValue();
    }
    if (plain instanceof Boolean && wanted == boolean.class) {
      return plain;
    }
    throw invalid(
        place,
        "is "
            + value.getClass().getSimpleName().toLowerCase(Locale.ROOT)
            + ", expected "
            + wanted.getSimpleName());
  }

  private static @Nullable Object convertGeneric(Place place, Value value, ParameterizedType type) {
    var raw = (Class<?>) type.getRawType();
    var arguments = type.getActualTypeArguments();
    if (raw == Optional.class) {
      return value instanceof Value.Null
          ? Optional.empty()
          : Optional.ofNullable(convert(place, value, arguments[0]));
    }
    if (value instanceof Value.Null) {
      return raw == List.class
          ? List.of()
          : raw == Set.class ? Set.of() : raw == Map.class ? Map.of() : null;
    }
    if (raw == Set.class && value instanceof Value.Items items) {
      var set = new LinkedHashSet<Object>();
      for (var element : items.values()) {
        var converted = convert(place, element, arguments[0]);
        if (converted != null) {
          set.add(converted);
        }
      }
      return set;
    }
    if (raw == List.class && value instanceof Value.Items items) {
      var list = new ArrayList<Object>();
      for (var element : items.values()) {
        var converted = convert(place.element(list.size()), element, arguments[0]);
        if (converted == null) {
          throw invalid(place.element(list.size()), "is null");
        }
        list.add(converted);
      }
      return List.copyOf(list);
    }
    if (raw == Map.class && arguments[0] == String.class && value instanceof Value.Fields fields) {
      var map = new LinkedHashMap<String, Object>();
      fields
          .values()
          .forEach(
              (key, element) -> {
                var converted = convert(place.field(key), element, arguments[1]);
                if (converted != null) {
                  map.put(key, converted);
                }
              });
      return map;
    }
    throw invalid(place, "does not fit " + type);
  }

  private static Object toRecord(Place place, Value.Fields fields, Class<?> type) {
    var shape = RecordShape.of(type);
    var arguments = new @Nullable Object[shape.parts.length];
    for (var i = 0; i < arguments.length; i++) {
      var part = shape.parts[i];
      var value = fields.values().getOrDefault(part.name, Value.Null.INSTANCE);
      var argument = convert(place.field(part.name), value, part.generic);
      if (argument == null && part.type.isPrimitive()) {
        argument = zero(part.type);
      }
      if (argument == null && !part.mayBeNull) {
        throw invalid(place.field(part.name), "is missing");
      }
      arguments[i] = argument;
    }
    MethodHandle maker;
    try {
      maker = shape.maker();
    } catch (ReflectiveOperationException e) {
      throw invalid(place, "can't become a " + type.getSimpleName() + ": " + e.getMessage());
    }
    try {
      return (Object) maker.invokeExact(arguments);
    } catch (Throwable e) { // the record's own constructor threw it
      throw invalid(place, "is refused: " + e);
    }
  }

  private static Object zero(Class<?> primitive) {
    if (primitive == boolean.class) {
      return false;
    }
    if (primitive == long.class) {
      return 0L;
    }
    return primitive == double.class ? (Object) 0.0 : (Object) 0;
  }

  private static Object constant(Place place, String name, Class<?> type) {
    var constants = CONSTANTS.get(type);
    var constant = constants.get(name);
    if (constant == null) {
      throw invalid(
          place, "is '" + name + "', expected one of " + String.join(", ", constants.keySet()));
    }
    return constant;
  }

  /** The Java object a scalar stands for; lists and maps of them too. */
  static @Nullable Object plain(Value value) {
    return switch (value) {
      case Value.Null n -> null;
      case Value.Bool bool -> bool.value();
      case Value.Int number -> number.value();
      case Value.Decimal number -> number.value();
      case Value.Text text -> text.value();
      case Value.Moment moment -> moment.value();
      case Value.Span span -> span.value();
      case Value.SecretReference reference -> reference;
      case Value.Items items -> {
        var list = new ArrayList<@Nullable Object>();
        items.values().forEach(element -> list.add(plain(element)));
        yield list;
      }
      case Value.Fields fields -> {
        var map = new LinkedHashMap<String, @Nullable Object>();
        fields.values().forEach((key, element) -> map.put(key, plain(element)));
        yield map;
      }
    };
  }

  static String snakeCase(String camelCase) {
    var text = new StringBuilder(camelCase.length() + 4);
    for (var i = 0; i < camelCase.length(); i++) {
      var c = camelCase.charAt(i);
      if (Character.isUpperCase(c)) {
        text.append(i == 0 ? "" : "_").append(Character.toLowerCase(c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
