package org.hwautomation.workflow;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a run may remember: null, boolean, integer, decimal, string, list, map, instant, duration or
 * a reference to a secret. Anything else is refused by {@link #of}, which names the place.
 *
 * <p>All values are immutable and thread-safe. {@link ValueCodec} writes them.
 */
public sealed interface Value {
  /** The absent value. */
  record Null() implements Value {
    /** The one null. */
    public static final Null INSTANCE = new Null();
  }

  /** True or false. */
  record Bool(boolean value) implements Value {}

  /** A whole number of 64 bits. */
  record Int(long value) implements Value {}

  /** A number with a fraction; its scale is kept. */
  record Decimal(BigDecimal value) implements Value {}

  /** A string. */
  record Text(String value) implements Value {}

  /** A list, in order. */
  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** A map with string keys that keeps their order. */
  record Fields(Map<String, Value> values) implements Value {
    /** No fields at all. */
    public static final Fields EMPTY = new Fields(Map.of());

    public Fields {
      values = values instanceof WatchedValues ? values : FieldMap.copyOf(values);
    }

    /** The same, telling {@code reads} which keys are looked at; {@code *} for all. */
    static Fields watched(Fields fields, Consumer<String> reads) {
      return new Fields(new WatchedValues(fields.values, reads));
    }

    /** The value under {@code key}; {@link Null} and absent are both empty. */
    public Optional<Value> get(String key) {
      return Optional.ofNullable(values.get(key)).filter(value -> !(value instanceof Null));
    }

    /** The text under {@code key}: strings as they are, other scalars as written. */
    public Optional<String> text(String key) {
      return get(key)
          .map(value -> value instanceof Text text ? text.value() : ValueCodec.write(value));
    }

    /** True if {@code key} holds true. */
    public boolean flag(String key) {
      return get(key).filter(value -> value instanceof Bool bool && bool.value()).isPresent();
    }

    /** A copy in which {@code key} holds {@code value}, as {@link Value#of} reads it. */
    public Fields with(String key, @Nullable Object value) {
      return new Fields(FieldMap.copyOf(values).with(key, of(key, value)));
    }

    /** A copy with all of {@code other} put over it. */
    public Fields with(Fields other) {
      if (other.values.isEmpty()) {
        return this;
      }
      var copy = new LinkedHashMap<>(values);
      copy.putAll(other.values);
      return new Fields(copy);
    }
  }

  /** A point in time. */
  record Moment(Instant value) implements Value {}

  /** An amount of time. */
  record Span(Duration value) implements Value {}

  /** The name of a secret that the store keeps encrypted; never the secret itself. */
  record SecretReference(String id) implements Value {}

  /**
   * Reads a Java object: null, {@code Boolean}, whole and decimal numbers, {@code CharSequence},
   * {@code Instant}, {@code Duration}, {@code Optional}, enums (their wire name, lower case),
   * collections, maps with string keys, records (a map of their components in {@code snake_case}),
   * and values themselves.
   *
   * @throws InvalidValueException naming the place, such as {@code disks[2].size}
   */
  static Value of(@Nullable Object object) {
    return of("value", object);
  }

  /** As {@link #of(Object)}; {@code place} is what an error calls the outermost object. */
  static Value of(String place, @Nullable Object object) {
    return RecordMapping.toValue(place, object);
  }

  /** A map value from a Java map or record. */
  static Fields fields(Object mapOrRecord) {
    if (of(mapOrRecord) instanceof Fields fields) {
      return fields;
    }
    throw new InvalidValueException("value", "is not a map or a record");
  }

  /**
   * This value as a {@code type}: a record, a scalar, an enum, {@code Optional}, {@code List} or
   * {@code Map} are filled in from it.
   *
   * @throws InvalidValueException naming the component that does not fit
   */
  default <T> T as(Class<T> type) {
    return RecordMapping.read("value", this, type);
  }
}
