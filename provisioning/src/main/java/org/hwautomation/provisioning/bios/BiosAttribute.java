package org.hwautomation.provisioning.bios;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a registry says about one attribute (Redfish AttributeRegistry.v1, {@code Attributes[]}).
 *
 * @param name the key in {@code Bios.Attributes}
 * @param displayName as the setup screens show it; may be empty
 * @param menuPath where the setup screens have it, {@code ./Advanced/CPU Configuration}; may be
 *     empty
 * @param values allowed values of an enumeration; empty where the registry lists none
 * @param lowerBound of an integer
 * @param upperBound of an integer
 * @param increment of an integer, counted from the lower bound
 * @param minLength of a string, in characters
 * @param maxLength of a string, in characters
 * @param restrictions why it can't be written; empty where it can. In a registry: what it says,
 *     which is the present state on some BMCs and the one without dependencies on others; from
 *     {@link BiosRules}: what holds with certain values
 * @param defaultValue the maker's; null where the registry does not tell (Dell)
 */
public record BiosAttribute(
    String name,
    String displayName,
    String menuPath,
    Type type,
    List<AllowedValue> values,
    @Nullable Long lowerBound,
    @Nullable Long upperBound,
    @Nullable Long increment,
    @Nullable Integer minLength,
    @Nullable Integer maxLength,
    Set<Restriction> restrictions,
    @Nullable BiosValue defaultValue) {

  /** The types of the registry; UNKNOWN is for an attribute that it does not describe. */
  public enum Type {
    ENUMERATION,
    STRING,
    INTEGER,
    BOOLEAN,
    PASSWORD,
    UNKNOWN
  }

  /** Why an attribute can't be written, or has no effect. */
  public enum Restriction {
    READ_ONLY("read-only"),
    /** Not active: a BMC may take a value, and the BIOS does not use it (DSP0268, GrayOut). */
    GRAY_OUT("not active"),
    /** Not among the settings at all; most BMCs refuse a write. */
    HIDDEN("hidden"),
    /** For good: it reflects the hardware. */
    IMMUTABLE("fixed");

    private final String text;

    Restriction(String text) {
      this.text = text;
    }

    /** For people, as in {@code it is read-only}. */
    public String text() {
      return text;
    }
  }

  /**
   * One value of an enumeration.
   *
   * @param name what is written; Supermicro has numbers here
   * @param displayName what the setup screens show; may be empty
   */
  public record AllowedValue(String name, String displayName) {}

  public BiosAttribute {
    values = List.copyOf(values);
    restrictions = Set.copyOf(restrictions);
  }

  /** An enumeration whose values show as they are written. */
  public static BiosAttribute enumeration(String name, String... values) {
    var allowed = List.of(values).stream().map(value -> new AllowedValue(value, value)).toList();
    return of(name, Type.ENUMERATION).withValues(allowed);
  }

  /** One without values or bounds. */
  public static BiosAttribute of(String name, Type type) {
    return new BiosAttribute(
        name, "", "", type, List.of(), null, null, null, null, null, Set.of(), null);
  }

  /** True if it can be written and has an effect. */
  public boolean isOpen() {
    return restrictions.isEmpty();
  }

  /** The same with these allowed values. */
  public BiosAttribute withValues(List<AllowedValue> allowed) {
    return new BiosAttribute(
        name,
        displayName,
        menuPath,
        type,
        allowed,
        lowerBound,
        upperBound,
        increment,
        minLength,
        maxLength,
        restrictions,
        defaultValue);
  }

  /** The same under the names of the setup screens. */
  public BiosAttribute shownAs(String display, String menu) {
    return new BiosAttribute(
        name,
        display,
        menu,
        type,
        values,
        lowerBound,
        upperBound,
        increment,
        minLength,
        maxLength,
        restrictions,
        defaultValue);
  }

  /** The same with bounds, for an integer; null for none. */
  public BiosAttribute bounded(@Nullable Long lower, @Nullable Long upper, @Nullable Long step) {
    return new BiosAttribute(
        name,
        displayName,
        menuPath,
        type,
        values,
        lower,
        upper,
        step,
        minLength,
        maxLength,
        restrictions,
        defaultValue);
  }

  /** The same with lengths, for a string; null for none. */
  public BiosAttribute ofLength(@Nullable Integer min, @Nullable Integer max) {
    return new BiosAttribute(
        name,
        displayName,
        menuPath,
        type,
        values,
        lowerBound,
        upperBound,
        increment,
        min,
        max,
        restrictions,
        defaultValue);
  }

  /** The same, restricted in other ways. */
  public BiosAttribute restricted(Set<Restriction> restrictions) {
    return new BiosAttribute(
        name,
        displayName,
        menuPath,
        type,
        values,
        lowerBound,
        upperBound,
        increment,
        minLength,
        maxLength,
        restrictions,
        defaultValue);
  }

  /** The same, not writable. */
  public BiosAttribute asReadOnly() {
    return restricted(Set.of(Restriction.READ_ONLY));
  }

  /** The same with a default. */
  public BiosAttribute defaultsTo(@Nullable BiosValue value) {
    return new BiosAttribute(
        name,
        displayName,
        menuPath,
        type,
        values,
        lowerBound,
        upperBound,
        increment,
        minLength,
        maxLength,
        restrictions,
        value);
  }
}
