package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one BIOS attribute may be ({@code AttributeRegistry.v1_4_0}).
 *
 * @param menuPath where it stands in the setup, such as {@code ./Advanced/Boot Feature}; with the
 *     display name it identifies an attribute across BIOS releases where names change (Supermicro)
 * @param values of an enumeration; empty for other types
 * @param readOnly can't be written now; another attribute may change that (see {@link
 *     BiosRegistry#dependencies})
 * @param immutable can never be written
 * @param resetRequired empty if the BMC does not say: assume that it is
 */
public record BiosAttribute(
    String name,
    Type type,
    @Nullable String displayName,
    @Nullable String menuPath,
    @Nullable String helpText,
    List<AllowedValue> values,
    boolean readOnly,
    boolean immutable,
    boolean hidden,
    boolean grayOut,
    boolean writeOnly,
    @Nullable Boolean resetRequired,
    OptionalLong lowerBound,
    OptionalLong upperBound,
    OptionalLong scalarIncrement,
    OptionalInt minLength,
    OptionalInt maxLength,
    @Nullable String valueExpression,
    @Nullable BiosValue defaultValue) {
  public BiosAttribute {
    values = List.copyOf(values);
  }

  /** What sort of value it takes. */
  public enum Type {
    ENUMERATION,
    STRING,
    INTEGER,
    BOOLEAN,
    PASSWORD
  }

  /**
   * One value of an enumeration.
   *
   * @param name as it is sent, by the standard; Supermicro sends the display name instead
   */
  public record AllowedValue(String name, String displayName) {}

  /**
   * Reads an entry of a registry.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static BiosAttribute of(JsonNode entry) {
    var name = Json.text(entry, "AttributeName");
    if (name == null) {
      throw new IllegalArgumentException("it has no AttributeName");
    }
    var type = type(Json.textOr(entry, "", "Type"));
    var values = new ArrayList<AllowedValue>();
    for (var value : entry.path("Value")) {
      var sent = Json.textOr(value, Json.textOr(value, "", "ValueDisplayName"), "ValueName");
      if (!sent.isEmpty()) {
        values.add(new AllowedValue(sent, Json.textOr(value, sent, "ValueDisplayName")));
      }
    }
    return new BiosAttribute(
        name,
        type,
        Json.text(entry, "DisplayName"),
        Json.text(entry, "MenuPath"),
        Json.text(entry, "HelpText"),
        values,
        Json.flag(entry, false, "ReadOnly"),
        Json.flag(entry, false, "Immutable"),
        Json.flag(entry, false, "Hidden"),
        Json.flag(entry, false, "GrayOut"),
        Json.flag(entry, false, "WriteOnly"),
        entry.path("ResetRequired").isBoolean()
            ? (Boolean) entry.path("ResetRequired").booleanValue()
            : null,
        bound(entry, "LowerBound"),
        bound(entry, "UpperBound"),
        bound(entry, "ScalarIncrement"),
        Json.integer(entry, "MinLength"),
        Json.integer(entry, "MaxLength"),
        Json.text(entry, "ValueExpression"),
        BiosValue.of(entry.path("DefaultValue")));
  }

  private static Type type(String text) {
    try {
      return Type.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("its type '" + text + "' is unknown", e);
    }
  }

  private static OptionalLong bound(JsonNode entry, String name) {
    var value = entry.path(name);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }
}
