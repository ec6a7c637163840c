package org.hwautomation.provisioning.bios;

import java.util.List;
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
 * @param readOnly true if a write would be refused
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
    boolean readOnly) {

  /** The types of the registry; UNKNOWN is for an attribute that it does not describe. */
  public enum Type {
    ENUMERATION,
    STRING,
    INTEGER,
    BOOLEAN,
    PASSWORD,
    UNKNOWN
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
  }

  /** An enumeration whose values show as they are written. */
  public static BiosAttribute enumeration(String name, String... values) {
    var allowed = List.of(values).stream().map(value -> new AllowedValue(value, value)).toList();
    return new BiosAttribute(
        name, "", "", Type.ENUMERATION, allowed, null, null, null, null, null, false);
  }

  /** One without values or bounds. */
  public static BiosAttribute of(String name, Type type) {
    return new BiosAttribute(name, "", "", type, List.of(), null, null, null, null, null, false);
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
        readOnly);
  }

  /** The same with bounds, for an integer. */
  public BiosAttribute bounded(long lower, long upper, long step) {
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
        readOnly);
  }

  /** The same, not writable. */
  public BiosAttribute asReadOnly() {
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
        true);
  }
}
