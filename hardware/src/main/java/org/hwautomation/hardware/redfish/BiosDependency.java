package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What the values of some BIOS attributes make of another (DSP0268 AttributeRegistry, {@code
 * RegistryEntries.Dependencies} of type {@code Map}): while the terms hold, {@code property} of
 * {@code attribute} is {@code value}.
 *
 * @param attribute {@code MapToAttribute}; not always one that the registry describes
 * @param property {@code MapToProperty}
 * @param value {@code MapToValue}
 * @param terms {@code MapFrom}, in the registry's order; at least one
 */
public record BiosDependency(
    String attribute, Property property, BiosValue value, List<Term> terms) {
  public BiosDependency {
    terms = List.copyOf(terms);
  }

  /** What of an attribute is looked at or set. The last four are for screens only. */
  public enum Property {
    CURRENT_VALUE,
    DEFAULT_VALUE,
    READ_ONLY,
    WRITE_ONLY,
    GRAY_OUT,
    HIDDEN,
    IMMUTABLE,
    LOWER_BOUND,
    UPPER_BOUND,
    SCALAR_INCREMENT,
    MIN_LENGTH,
    MAX_LENGTH,
    VALUE_EXPRESSION,
    HELP_TEXT,
    WARNING_TEXT,
    DISPLAY_NAME,
    DISPLAY_ORDER
  }

  /** {@code MapFromCondition}. */
  public enum Comparison {
    EQU,
    NEQ,
    GTR,
    GEQ,
    LSS,
    LEQ
  }

  /** {@code MapTerms}. */
  public enum Connective {
    AND,
    OR
  }

  /**
   * One condition.
   *
   * @param attribute {@code MapFromAttribute}; not always one whose value the BMC shows
   * @param connectives {@code MapTerms}: what joins this condition with those before it. The
   *     standard has one, read from left to right. Supermicro writes groups as {@code "OR,AND"},
   *     which is the same read as postfix notation (seen on SYS-821GE-TNHR); Dell writes none
   */
  public record Term(
      String attribute,
      Property property,
      Comparison comparison,
      BiosValue value,
      List<Connective> connectives) {
    public Term {
      connectives = List.copyOf(connectives);
    }
  }

  /**
   * Reads an entry of {@code Dependencies}.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static BiosDependency of(JsonNode entry) {
    var type = Json.textOr(entry, "Map", "Type");
    if (!type.equals("Map")) {
      throw new IllegalArgumentException("its type '" + type + "' is unknown");
    }
    var dependency = entry.path("Dependency");
    var terms = new ArrayList<Term>();
    for (var term : dependency.path("MapFrom")) {
      terms.add(term(term));
    }
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("it has no MapFrom");
    }
    return new BiosDependency(
        required(dependency, "MapToAttribute"),
        choice(Property.class, dependency, "MapToProperty"),
        value(dependency, "MapToValue"),
        terms);
  }

  private static Term term(JsonNode term) {
    var connectives = new ArrayList<Connective>();
    for (var word : Json.textOr(term, "", "MapTerms").split(",", -1)) {
      if (!word.isBlank()) {
        connectives.add(choice(Connective.class, word.strip(), "MapTerms"));
      }
    }
    return new Term(
        required(term, "MapFromAttribute"),
        term.has("MapFromProperty")
            ? choice(Property.class, term, "MapFromProperty")
            : Property.CURRENT_VALUE,
        choice(Comparison.class, term, "MapFromCondition"),
        value(term, "MapFromValue"),
        connectives);
  }

  private static String required(JsonNode node, String name) {
    var text = Json.text(node, name);
    if (text == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return text;
  }

  private static BiosValue value(JsonNode node, String name) {
    var value = node.has(name) ? BiosValue.of(node.path(name)) : null;
    if (value == null) {
      throw new IllegalArgumentException("its " + name + " is no simple value");
    }
    return value;
  }

  private static <E extends Enum<E>> E choice(Class<E> type, JsonNode node, String name) {
    return choice(type, required(node, name), name);
  }

  /** {@code CurrentValue} is {@code CURRENT_VALUE}. */
  private static <E extends Enum<E>> E choice(Class<E> type, String text, String name) {
    for (var constant : type.getEnumConstants()) {
      if (constant.name().replace("_", "").equals(text.toUpperCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw new IllegalArgumentException("its " + name + " '" + text + "' is unknown");
  }
}
