package org.hwautomation.provisioning.steps;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.hwautomation.hardware.redfish.Bios;
import org.hwautomation.hardware.redfish.BiosSettings;
import org.hwautomation.provisioning.bios.BiosAttribute;
import org.hwautomation.provisioning.bios.BiosAttribute.Restriction;
import org.hwautomation.provisioning.bios.BiosPlan;
import org.hwautomation.provisioning.bios.BiosPlanner;
import org.hwautomation.provisioning.bios.BiosRegistry;
import org.hwautomation.provisioning.bios.BiosTemplate;
import org.hwautomation.provisioning.bios.BiosValue;
import org.jspecify.annotations.Nullable;

/** Says in the planner's words what Redfish says of a BIOS, and plans with it. */
public final class BiosWords {
  private BiosWords() {}

  /**
   * A BIOS as it was read.
   *
   * @param registry made of the current values where the BMC serves none
   * @param pending all values of the settings object
   */
  public record ReadBios(
      BiosRegistry registry, Map<String, BiosValue> current, Map<String, BiosValue> pending) {
    /** What to do to it. */
    public BiosPlan plan(BiosTemplate template, Set<String> approved) {
      return new BiosPlanner(registry, current, pending, approved).plan(template);
    }
  }

  /** Reads registry and values afresh. */
  public static ReadBios read(Bios bios) {
    var settings = bios.settings();
    var current = values(settings.attributes());
    var registry =
        bios.registry(settings)
            .map(BiosWords::registry)
            .orElseGet(() -> BiosRegistry.ofCurrent(current));
    return new ReadBios(registry, current, values(settings.pending()));
  }

  /** What to do to a BIOS, from a fresh read of it. */
  public static BiosPlan plan(Bios bios, BiosTemplate template, Set<String> approved) {
    return read(bios).plan(template, approved);
  }

  /** A registry in the planner's words. */
  public static BiosRegistry registry(org.hwautomation.hardware.redfish.BiosRegistry registry) {
    var attributes = new ArrayList<BiosAttribute>();
    for (var attribute : registry.attributes().values()) {
      attributes.add(
          new BiosAttribute(
              attribute.name(),
              orEmpty(attribute.displayName()),
              orEmpty(attribute.menuPath()),
              BiosAttribute.Type.valueOf(attribute.type().name()),
              attribute.values().stream()
                  .map(v -> new BiosAttribute.AllowedValue(v.name(), v.displayName()))
                  .toList(),
              orNull(attribute.lowerBound()),
              orNull(attribute.upperBound()),
              orNull(attribute.scalarIncrement()),
              attribute.minLength().isPresent() ? attribute.minLength().getAsInt() : null,
              attribute.maxLength().isPresent() ? attribute.maxLength().getAsInt() : null,
              restrictions(attribute),
              attribute.defaultValue() == null ? null : of(attribute.defaultValue()).orElse(null)));
    }
    return BiosRegistry.of(
        attributes,
        registry.dependencies().stream().flatMap(d -> RegistryDependency.of(d).stream()).toList());
  }

  private static Set<Restriction> restrictions(
      org.hwautomation.hardware.redfish.BiosAttribute attribute) {
    var restrictions = EnumSet.noneOf(Restriction.class);
    if (attribute.readOnly()) {
      restrictions.add(Restriction.READ_ONLY);
    }
    if (attribute.grayOut()) {
      restrictions.add(Restriction.GRAY_OUT);
    }
    if (attribute.hidden()) {
      restrictions.add(Restriction.HIDDEN);
    }
    if (attribute.immutable()) {
      restrictions.add(Restriction.IMMUTABLE);
    }
    return restrictions;
  }

  /** Values in the planner's words; what is unset is left out. */
  public static Map<String, BiosValue> values(
      Map<String, org.hwautomation.hardware.redfish.BiosValue> values) {
    var translated = new LinkedHashMap<String, BiosValue>();
    values.forEach((name, value) -> of(value).ifPresent(known -> translated.put(name, known)));
    return translated;
  }

  /** Current and staged values. */
  static Map<String, BiosValue> pending(BiosSettings settings) {
    return values(settings.pendingChanges());
  }

  static Optional<BiosValue> of(org.hwautomation.hardware.redfish.BiosValue value) {
    return switch (value) {
      case org.hwautomation.hardware.redfish.BiosValue.Text text ->
          Optional.of(BiosValue.of(text.value()));
      case org.hwautomation.hardware.redfish.BiosValue.Whole whole ->
          Optional.of(BiosValue.of(whole.value()));
      case org.hwautomation.hardware.redfish.BiosValue.Flag flag ->
          Optional.of(BiosValue.of(flag.value()));
      case org.hwautomation.hardware.redfish.BiosValue.Unset unset -> Optional.empty();
    };
  }

  /** A value as a run remembers it. */
  static Object plain(org.hwautomation.hardware.redfish.BiosValue value) {
    return of(value).map(BiosValue::json).orElse("");
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable Long orNull(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }
}
