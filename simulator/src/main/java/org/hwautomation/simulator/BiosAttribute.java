package org.hwautomation.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a BIOS attribute registry (DSP0268 AttributeRegistry). Bounds that do not apply are
 * null.
 *
 * @param initial factory default, and the value at first
 * @param values of an enumeration
 */
public record BiosAttribute(
    String name,
    Type type,
    String displayName,
    String menuPath,
    @Nullable Object initial,
    List<Choice> values,
    @Nullable Integer lower,
    @Nullable Integer upper,
    @Nullable Integer increment,
    @Nullable Integer minLength,
    @Nullable Integer maxLength,
    boolean readOnly) {

  public BiosAttribute {
    values = List.copyOf(values);
  }

  /** The type of an attribute's value. */
  public enum Type {
    ENUMERATION("Enumeration"),
    INTEGER("Integer"),
    BOOLEAN("Boolean"),
    STRING("String"),
    PASSWORD("Password");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /** As the registry spells it. */
    public String label() {
      return label;
    }
  }

  /**
   * One value of an enumeration.
   *
   * @param value what {@code Attributes} hold
   * @param name {@code ValueName}; on some vendors a number that {@code Attributes} never show
   */
  public record Choice(String value, String name, String displayName) {}

  /** Why {@code value} cannot be set, or null if it can. */
  public @Nullable String objection(Object value) {
    if (readOnly) {
      return name + " is read-only";
    }
    return switch (type) {
      case ENUMERATION ->
          value instanceof String text && values.stream().anyMatch(c -> c.value().equals(text))
              ? null
              : "'" + value + "' is not a value of " + name;
      case BOOLEAN -> value instanceof Boolean ? null : name + " takes true or false";
      case INTEGER -> {
        if (!(value instanceof Integer number)) {
          yield name + " takes an integer";
        }
        if ((lower != null && number < lower) || (upper != null && number > upper)) {
          yield number + " is outside the bounds of " + name;
        }
        var base = lower == null ? 0 : lower;
        yield increment != null && increment > 1 && (number - base) % increment != 0
            ? number + " is not a step of " + name
            : null;
      }
      case STRING -> {
        if (!(value instanceof String text)) {
          yield name + " takes a string";
        }
        yield (minLength != null && text.length() < minLength)
                || (maxLength != null && text.length() > maxLength)
            ? "the length of " + name + " is out of bounds"
            : null;
      }
      case PASSWORD -> name + " is changed with Bios.ChangePassword";
    };
  }
}
