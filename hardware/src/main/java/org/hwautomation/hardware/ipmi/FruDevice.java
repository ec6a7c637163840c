package org.hwautomation.hardware.ipmi;

import java.util.Map;
import java.util.Optional;

/**
 * A field-replaceable unit.
 *
 * @param description such as {@code Builtin FRU Device (ID 0)}
 * @param fields such as {@code Product Serial}, in the BMC's order
 */
public record FruDevice(String description, Map<String, String> fields) {
  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }
}
