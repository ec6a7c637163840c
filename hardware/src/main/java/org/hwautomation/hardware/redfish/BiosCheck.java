package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Wanted BIOS values, of the types and in the spelling that the BMC wants, and what is wrong with
 * them.
 *
 * @param values ready to be sent
 * @param problems why a value can't be sent, one sentence each; nothing should be sent then
 * @param warnings doubts that do not stand in the way
 */
public record BiosCheck(
    Map<String, BiosValue> values, List<String> problems, List<String> warnings) {
  public BiosCheck {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /**
   * Checks what people wrote against the registry and the current values.
   *
   * @param registry null if the BMC has none: then types follow the current values
   */
  public static BiosCheck of(
      Map<String, String> wanted, BiosSettings settings, @Nullable BiosRegistry registry) {
    return new Checker(settings, registry).check(wanted);
  }

  private static final class Checker {
    private final BiosSettings settings;
    private final @Nullable BiosRegistry registry;
    private final Map<String, BiosValue> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Checker(BiosSettings settings, @Nullable BiosRegistry registry) {
      this.settings = settings;
      this.registry = registry;
    }

    BiosCheck check(Map<String, String> wanted) {
      wanted.forEach(
          (name, text) -> {
            var attribute = registry == null ? null : registry.attribute(name);
            var value = attribute == null ? unregistered(name, text) : typed(attribute, text);
            if (value != null) {
              values.put(name, value);
            }
          });
      return new BiosCheck(values, problems, warnings);
    }

    private @Nullable BiosValue unregistered(String name, String text) {
      var current = settings.attributes().get(name);
      if (current == null && (registry != null || !settings.attributes().isEmpty())) {
        var known =
            registry == null ? settings.attributes().keySet() : registry.attributes().keySet();
        problems.add(
            name + " is no BIOS attribute of this server; nearest: " + Nearest.to(name, known, 3));
        return null;
      }
      warnings.add(name + " is not described by the BMC; its value is sent unchecked");
      return switch (current) {
        case BiosValue.Whole _ -> whole(name, text);
        case BiosValue.Flag _ -> flag(name, text);
        case null, default -> new BiosValue.Text(text);
      };
    }

    private @Nullable BiosValue typed(BiosAttribute attribute, String text) {
      var name = attribute.name();
      if (attribute.type() == BiosAttribute.Type.PASSWORD) {
        problems.add(name + " is a password; it is not set as an attribute");
        return null;
      }
      if (attribute.immutable()) {
        problems.add(name + " can't be changed");
        return null;
      }
      if (attribute.readOnly() || attribute.grayOut()) {
        if (registry != null && registry.mayOpen(name)) {
          warnings.add(name + " is read-only unless other settings allow it; it may be refused");
        } else if (attribute.readOnly()) {
          problems.add(name + " is read-only");
          return null;
        }
      }
      return switch (attribute.type()) {
        case ENUMERATION -> choice(attribute, text);
        case INTEGER -> bounded(attribute, text);
        case BOOLEAN -> flag(name, text);
        case STRING, PASSWORD -> string(attribute, text);
      };
    }

    private @Nullable BiosValue choice(BiosAttribute attribute, String text) {
      if (attribute.values().isEmpty()) {
        return new BiosValue.Text(text);
      }
      for (var exact : List.of(true, false)) {
        for (var value : attribute.values()) {
          if (same(value.name(), text, exact) || same(value.displayName(), text, exact)) {
            return new BiosValue.Text(
                sendsDisplayName(attribute) ? value.displayName() : value.name());
          }
        }
      }
      var names = new ArrayList<String>();
      for (var value : attribute.values()) {
        names.add(sendsDisplayName(attribute) ? value.displayName() : value.name());
      }
      problems.add(
          attribute.name() + " can't be '" + text + "'; it takes " + Nearest.to(text, names, 8));
      return null;
    }

    private static boolean same(String value, String text, boolean exact) {
      return exact ? value.equals(text) : value.equalsIgnoreCase(text);
    }

    /**
     * The standard sends value names; Supermicro's BMCs show and take display names, with numbers
     * as value names. The current value tells; where it is unset, the other attributes do.
     */
    private boolean sendsDisplayName(BiosAttribute attribute) {
      var votes = vote(attribute);
      if (votes == 0 && registry != null) {
        for (var other : registry.attributes().values()) {
          votes += vote(other);
        }
      }
      return votes > 0;
    }

    private int vote(BiosAttribute attribute) {
      if (!(settings.attributes().get(attribute.name()) instanceof BiosValue.Text current)) {
        return 0;
      }
      var byName = false;
      var byDisplayName = false;
      for (var value : attribute.values()) {
        byName |= value.name().equals(current.value());
        byDisplayName |= value.displayName().equals(current.value());
      }
      return byName == byDisplayName ? 0 : byDisplayName ? 1 : -1;
    }

    private @Nullable BiosValue bounded(BiosAttribute attribute, String text) {
      if (!(whole(attribute.name(), text) instanceof BiosValue.Whole whole)) {
        return null;
      }
      var value = whole.value();
      var lower = attribute.lowerBound().orElse(Long.MIN_VALUE);
      var upper = attribute.upperBound().orElse(Long.MAX_VALUE);
      if (lower <= upper && (value < lower || value > upper)) {
        problems.add(
            attribute.name() + " can't be " + value + "; it takes " + lower + " to " + upper);
        return null;
      }
      var step = attribute.scalarIncrement().orElse(0);
      if (step > 1 && attribute.lowerBound().isPresent() && (value - lower) % step != 0) {
        problems.add(
            attribute.name()
                + " can't be "
                + value
                + "; it takes "
                + lower
                + " to "
                + upper
                + " in steps of "
                + step);
        return null;
      }
      return whole;
    }

    private @Nullable BiosValue whole(String name, String text) {
      try {
        return new BiosValue.Whole(Long.parseLong(text.strip()));
      } catch (NumberFormatException e) {
        problems.add(name + " can't be '" + text + "'; it takes a whole number");
        return null;
      }
    }

    private @Nullable BiosValue flag(String name, String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "enabled", "enable", "yes", "on", "1" -> new BiosValue.Flag(true);
        case "false", "disabled", "disable", "no", "off", "0" -> new BiosValue.Flag(false);
        default -> {
          problems.add(name + " can't be '" + text + "'; it takes true or false");
          yield null;
        }
      };
    }

    private @Nullable BiosValue string(BiosAttribute attribute, String text) {
      var min = attribute.minLength().orElse(0);
      var max = attribute.maxLength().orElse(Integer.MAX_VALUE);
      if (min <= max && (text.length() < min || text.length() > max)) {
        problems.add(
            attribute.name()
                + " has "
                + text.length()
                + " characters; it takes "
                + min
                + (max == Integer.MAX_VALUE ? " or more" : " to " + max));
        return null;
      }
      var expression = attribute.valueExpression();
      try {
        if (expression != null && !Pattern.compile(expression).matcher(text).find()) {
          problems.add(attribute.name() + " can't be '" + text + "'; it must match " + expression);
          return null;
        }
      } catch (PatternSyntaxException e) {
        warnings.add(attribute.name() + " is sent unchecked: the BMC's pattern for it is invalid");
      }
      return new BiosValue.Text(text);
    }
  }
}
