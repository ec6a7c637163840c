package org.hwautomation.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.workflow.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON value must look like: the same description checks requests and stands in the OpenAPI
 * document. Immutable.
 */
public sealed interface Shape {
  /** The longest text that is taken where nothing else is said, in characters. */
  int LONGEST = 4_096;

  /** Something wrong with a value. */
  record Wrong(String name, String message) {}

  /**
   * A text.
   *
   * @param longest in characters
   * @param allowed empty for any
   */
  record Text(int longest, List<String> allowed, Optional<String> format) implements Shape {}

  /** A whole number. */
  record Int(long least, long most) implements Shape {}

  /** Any number; only in answers. */
  record Decimal() implements Shape {}

  /** True or false. */
  record Flag() implements Shape {}

  /** At most {@code most} values. */
  record ListOf(Shape each, int most) implements Shape {}

  /** Any names, each with such a value. */
  record MapOf(Shape each) implements Shape {}

  /** Named values; a request may have no others. */
  record ObjectOf(List<Field> fields) implements Shape {}

  /** A shape that the OpenAPI document has under a name. */
  record Named(String name, Shape shape) implements Shape {}

  /** Any JSON value, for documents that are described elsewhere. */
  record Any() implements Shape {}

  /**
   * A named value of an object.
   *
   * @param required true if a request must have it and an answer always has it
   * @param nullable true if it may be null
   */
  record Field(String name, Shape shape, boolean required, boolean nullable, String meaning) {}

  /** A text of at most {@link #LONGEST} characters. */
  static Shape text() {
    return new Text(LONGEST, List.of(), Optional.empty());
  }

  static Shape text(int longest) {
    return new Text(longest, List.of(), Optional.empty());
  }

  /** One of these. */
  static Shape oneOf(String... allowed) {
    return new Text(LONGEST, List.of(allowed), Optional.empty());
  }

  /** An instant in ISO 8601, UTC. */
  static Shape instant() {
    return new Text(40, List.of(), Optional.of("date-time"));
  }

  static Shape integer(long least, long most) {
    return new Int(least, most);
  }

  static Shape number() {
    return new Decimal();
  }

  static Shape flag() {
    return new Flag();
  }

  static Shape list(Shape each) {
    return new ListOf(each, 20_000);
  }

  static Shape map(Shape each) {
    return new MapOf(each);
  }

  static Shape any() {
    return new Any();
  }

  static Shape object(Field... fields) {
    return new ObjectOf(List.of(fields));
  }

  static Shape named(String name, Shape shape) {
    return new Named(name, shape);
  }

  /** A field that must be there. */
  static Field required(String name, Shape shape, String meaning) {
    return new Field(name, shape, true, false, meaning);
  }

  /** A field that may be absent or null. */
  static Field optional(String name, Shape shape, String meaning) {
    return new Field(name, shape, false, true, meaning);
  }

  /** All that is wrong with a value that a request brought. */
  default List<Wrong> check(@Nullable Object value) {
    var wrong = new ArrayList<Wrong>();
    check("", value, wrong);
    return wrong;
  }

  private void check(String name, @Nullable Object value, List<Wrong> wrong) {
    switch (this) {
      case Any _ -> {}
      case Named(_, var shape) -> shape.check(name, value, wrong);
      case Flag _ -> require(value instanceof Boolean, name, "must be true or false", wrong);
      case Decimal _ -> require(value instanceof Number, name, "must be a number", wrong);
      case Int(var least, var most) -> {
        var fits =
            (value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= least
                && ((Number) value).longValue() <= most;
        require(fits, name, "must be a whole number from %d to %d".formatted(least, most), wrong);
      }
      case Text text -> checkText(text, name, value, wrong);
      case ListOf(var each, var most) -> {
        if (!(value instanceof List<?> list)) {
          wrong.add(new Wrong(name, "must be a list"));
        } else if (list.size() > most) {
          wrong.add(new Wrong(name, "has more than %d entries".formatted(most)));
        } else {
          for (var i = 0; i < list.size() && wrong.size() < 20; i++) {
            each.check("%s[%d]".formatted(name, i), list.get(i), wrong);
          }
        }
      }
      case MapOf(var each) -> {
        if (value instanceof Map<?, ?> map) {
          map.forEach((key, inner) -> each.check(path(name, String.valueOf(key)), inner, wrong));
        } else {
          wrong.add(new Wrong(name, "must be an object"));
        }
      }
      case ObjectOf(var fields) -> {
        if (value instanceof Map<?, ?> map) {
          checkFields(fields, name, map, wrong);
        } else {
          wrong.add(new Wrong(name, "must be an object"));
        }
      }
    }
  }

  private static void checkText(Text text, String name, @Nullable Object value, List<Wrong> wrong) {
    if (!(value instanceof String given)) {
      wrong.add(new Wrong(name, "must be a text"));
    } else if (given.length() > text.longest()) {
      wrong.add(new Wrong(name, "is longer than %d characters".formatted(text.longest())));
    } else if (!text.allowed().isEmpty() && !text.allowed().contains(given)) {
      wrong.add(
          new Wrong(
              name,
              "must be one of %s%s"
                  .formatted(
                      String.join(", ", text.allowed()), Spelling.hint(given, text.allowed()))));
    } else if (given.indexOf('\0') >= 0) {
      wrong.add(new Wrong(name, "holds a NUL character"));
    }
  }

  private static void checkFields(
      List<Field> fields, String name, Map<?, ?> map, List<Wrong> wrong) {
    var known = fields.stream().map(Field::name).toList();
    for (var key : map.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        var shown = shortened(String.valueOf(key));
        wrong.add(new Wrong(path(name, shown), "is not known" + Spelling.hint(shown, known)));
      }
    }
    for (var field : fields) {
      var value = map.get(field.name());
      if (value == null) {
        if (field.required() && !(map.containsKey(field.name()) && field.nullable())) {
          wrong.add(new Wrong(path(name, field.name()), "must be given: " + field.meaning()));
        } else if (map.containsKey(field.name()) && !field.nullable()) {
          wrong.add(new Wrong(path(name, field.name()), "must not be null"));
        }
      } else {
        field.shape().check(path(name, field.name()), value, wrong);
      }
    }
  }

  private static void require(boolean so, String name, String message, List<Wrong> wrong) {
    if (!so) {
      wrong.add(new Wrong(name, message));
    }
  }

  private static String path(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 59) + "…" : text;
  }

  /**
   * As JSON Schema 2020-12 has it.
   *
   * @param named collects the named shapes that are referred to
   */
  default Map<String, @Nullable Object> schema(Map<String, Shape> named) {
    var schema = new LinkedHashMap<String, @Nullable Object>();
    switch (this) {
      case Any _ -> {}
      case Named(var name, var shape) -> {
        if (named.putIfAbsent(name, shape) == null) {
          shape.schema(named);
        }
        schema.put("$ref", "#/components/schemas/" + name);
      }
      case Flag _ -> schema.put("type", "boolean");
      case Decimal _ -> schema.put("type", "number");
      case Int(var least, var most) -> {
        schema.put("type", "integer");
        schema.put("minimum", least);
        schema.put("maximum", most);
      }
      case Text(var longest, var allowed, var format) -> {
        schema.put("type", "string");
        schema.put("maxLength", longest);
        if (!allowed.isEmpty()) {
          schema.put("enum", allowed);
        }
        format.ifPresent(name -> schema.put("format", name));
      }
      case ListOf(var each, var most) -> {
        schema.put("type", "array");
        schema.put("items", each.schema(named));
        schema.put("maxItems", most);
      }
      case MapOf(var each) -> {
        schema.put("type", "object");
        schema.put("additionalProperties", each.schema(named));
      }
      case ObjectOf(var fields) -> {
        var properties = new LinkedHashMap<String, @Nullable Object>();
        for (var field : fields) {
          var property = new LinkedHashMap<String, @Nullable Object>(field.shape().schema(named));
          if (field.nullable()) {
            property =
                new LinkedHashMap<>(Map.of("anyOf", List.of(property, Map.of("type", "null"))));
          }
          property.put("description", field.meaning());
          properties.put(field.name(), property);
        }
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", fields.stream().filter(Field::required).map(Field::name).toList());
      }
    }
    return schema;
  }
}
