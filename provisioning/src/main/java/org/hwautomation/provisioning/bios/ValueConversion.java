package org.hwautomation.provisioning.bios;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hwautomation.provisioning.bios.BiosAttribute.AllowedValue;
import org.hwautomation.provisioning.bios.BiosPlanner.Refused;
import org.hwautomation.provisioning.bios.BiosRefusal.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Turns a template's value into one of the attribute's type, since a BMC refuses {@code "8"} where
 * it wants {@code 8}. Refuses what the registry does not allow.
 */
final class ValueConversion {
  private static final List<String> ON = List.of("enabled", "enable", "on", "yes", "true");
  private static final List<String> OFF = List.of("disabled", "disable", "off", "no", "false");

  private ValueConversion() {}

  static BiosValue convert(BiosAttribute attribute, BiosValue wanted, @Nullable BiosValue current) {
    return switch (attribute.type()) {
      case ENUMERATION -> enumeration(attribute, wanted, current);
      case INTEGER -> integer(attribute, wanted);
      case BOOLEAN -> BiosValue.of(flag(wanted));
      case STRING -> string(attribute, wanted);
      case PASSWORD ->
          throw new Refused(
              Reason.PASSWORD, "is a password; a template never sets one, so remove it");
      case UNKNOWN -> current == null ? wanted : like(current, wanted);
    };
  }

  private static BiosValue enumeration(
      BiosAttribute attribute, BiosValue wanted, @Nullable BiosValue current) {
    var text = text(wanted);
    if (attribute.values().isEmpty()) {
      return BiosValue.of(text);
    }
    return BiosValue.of(written(attribute, meant(attribute, wanted, text), current));
  }

  /**
   * The form in which this BMC has the value: Supermicro's registry names values by number, while
   * its attributes hold what the registry calls the display name (seen on SYS-821GE-TNHR).
   */
  private static String written(
      BiosAttribute attribute, AllowedValue value, @Nullable BiosValue current) {
    var shown = current == null ? "" : text(current);
    var names = attribute.values().stream().map(AllowedValue::name);
    var displays = attribute.values().stream().map(AllowedValue::displayName);
    return names.noneMatch(shown::equals) && displays.anyMatch(shown::equals)
        ? value.displayName()
        : value.name();
  }

  private static AllowedValue meant(BiosAttribute attribute, BiosValue wanted, String text) {
    var allowed = attribute.values();
    for (var value : allowed) {
      if (value.name().equals(text)) {
        return value;
      }
    }
    var meant =
        allowed.stream()
            .filter(value -> same(value.displayName(), text) || same(value.name(), text))
            .toList();
    if (meant.isEmpty() && wanted instanceof BiosValue.Flag(boolean on)) {
      var words = on ? ON : OFF;
      meant =
          allowed.stream()
              .filter(
                  value ->
                      words.contains(lower(value.displayName()))
                          || words.contains(lower(value.name())))
              .toList();
    }
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    throw new Refused(
        Reason.NOT_ALLOWED,
        "'"
            + text
            + (meant.isEmpty() ? "' is not one of " : "' may mean more than one of ")
            + allowed.stream().map(ValueConversion::shown).collect(Collectors.joining(", ")));
  }

  private static String shown(AllowedValue value) {
    return value.displayName().isBlank() || value.displayName().equals(value.name())
        ? value.name()
        : value.displayName() + " (" + value.name() + ")";
  }

  private static BiosValue integer(BiosAttribute attribute, BiosValue wanted) {
    var number = number(wanted);
    var lower = attribute.lowerBound();
    var upper = attribute.upperBound();
    if ((lower != null && number < lower) || (upper != null && number > upper)) {
      throw new Refused(
          Reason.OUT_OF_BOUNDS,
          number
              + " is not between "
              + (lower == null ? "any" : lower)
              + " and "
              + (upper == null ? "any" : upper));
    }
    var increment = attribute.increment();
    var start = lower == null ? 0 : lower;
    if (increment != null && increment > 1 && Math.floorMod(number - start, increment) != 0) {
      throw new Refused(
          Reason.OUT_OF_BOUNDS, number + " is not " + start + " plus a multiple of " + increment);
    }
    return BiosValue.of(number);
  }

  private static BiosValue string(BiosAttribute attribute, BiosValue wanted) {
    var text = text(wanted);
    var min = attribute.minLength();
    var max = attribute.maxLength();
    if ((min != null && text.length() < min) || (max != null && max > 0 && text.length() > max)) {
      throw new Refused(
          Reason.OUT_OF_BOUNDS,
          "its length, "
              + text.length()
              + ", is not between "
              + (min == null ? 0 : min)
              + " and "
              + (max == null ? "any" : max));
    }
    return BiosValue.of(text);
  }

  /** Without a registry, the type of the value in effect is all there is to go by. */
  private static BiosValue like(BiosValue current, BiosValue wanted) {
    return switch (current) {
      case BiosValue.Text _ -> BiosValue.of(text(wanted));
      case BiosValue.Whole _ -> BiosValue.of(number(wanted));
      case BiosValue.Flag _ -> BiosValue.of(flag(wanted));
    };
  }

  private static long number(BiosValue wanted) {
    return switch (wanted) {
      case BiosValue.Whole(long number) -> number;
      case BiosValue.Text(String text) when text.strip().matches("-?[0-9]{1,18}") ->
          Long.parseLong(text.strip());
      default -> throw new Refused(Reason.WRONG_TYPE, "'" + wanted + "' is not a whole number");
    };
  }

  private static boolean flag(BiosValue wanted) {
    if (wanted instanceof BiosValue.Flag(boolean on)) {
      return on;
    }
    var word = lower(text(wanted));
    if (ON.contains(word) || OFF.contains(word)) {
      return ON.contains(word);
    }
    throw new Refused(Reason.WRONG_TYPE, "'" + wanted + "' is neither true nor false");
  }

  private static String text(BiosValue value) {
    return switch (value) {
      case BiosValue.Text(String text) -> text;
      case BiosValue.Whole(long number) -> Long.toString(number);
      case BiosValue.Flag(boolean on) -> Boolean.toString(on);
    };
  }

  private static boolean same(String a, String b) {
    return lower(a).equals(lower(b));
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
