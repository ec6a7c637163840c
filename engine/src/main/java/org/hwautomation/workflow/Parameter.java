package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named value that an action or a definition takes or gives. Immutable.
 *
 * @param name in {@code snake_case}
 * @param type a name that {@link ValueTypes} knows, such as {@code string} or {@code ip_address}
 * @param meaning one line for people
 * @param required true if it must be given
 * @param defaultValue what counts if it is not given; {@link Value.Null} for nothing
 * @param oneOf the allowed values; empty for any of the type
 */
public record Parameter(
    String name,
    String type,
    String meaning,
    boolean required,
    Value defaultValue,
    List<Value> oneOf) {
  public Parameter {
    Node.checkName("parameter", name);
    oneOf = List.copyOf(oneOf);
  }

  /** An optional one without a default. */
  public static Parameter of(String name, String type, String meaning) {
    return new Parameter(name, type, meaning, false, Value.Null.INSTANCE, List.of());
  }

  /** The same, to be given always. */
  public Parameter asRequired() {
    return new Parameter(name, type, meaning, true, defaultValue, oneOf);
  }

  /** The same with a default. */
  public Parameter defaultingTo(@Nullable Object value) {
    return new Parameter(name, type, meaning, required, Value.of(name, value), oneOf);
  }

  /** The same with these values allowed only. */
  public Parameter oneOf(Object... allowed) {
    var values = new ArrayList<Value>();
    for (var value : allowed) {
      values.add(Value.of(name, value));
    }
    return new Parameter(name, type, meaning, required, defaultValue, values);
  }

  /** {@code given} with the defaults of what is not in it. */
  static Value.Fields withDefaults(List<Parameter> declared, Value.Fields given) {
    var all = given;
    for (var parameter : declared) {
      if (!given.values().containsKey(parameter.name())
          && !(parameter.defaultValue() instanceof Value.Null)) {
        all = all.with(parameter.name(), parameter.defaultValue());
      }
    }
    return all;
  }
}
