package org.hwautomation.hardware.redfish;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A power supply (DSP0268 Power, PowerSupply).
 *
 * @param watts that it can give
 * @param present false for an empty bay
 */
public record PowerSupply(
    String name,
    @Nullable String model,
    @Nullable String serialNumber,
    OptionalInt watts,
    boolean present,
    @Nullable String health) {

  static PowerSupply of(JsonNode item) {
    return new PowerSupply(
        Json.textOr(item, Json.textOr(item, "power supply", "MemberId"), "Name"),
        Json.text(item, "Model"),
        Json.text(item, "SerialNumber"),
        Json.integer(item, "PowerCapacityWatts"),
        Components.present(item),
        Json.text(item, "Status", "Health"));
  }
}
