package org.hwautomation.hardware.redfish;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A drive (DSP0268 Drive), or a device of a SimpleStorage where the BMC knows no more.
 *
 * @param bay as the BMC labels it
 * @param bytes capacity
 * @param protocol such as {@code NVMe} or {@code SATA}
 * @param present false for an empty bay
 */
public record Drive(
    String bay,
    @Nullable String model,
    @Nullable String serialNumber,
    OptionalLong bytes,
    @Nullable String protocol,
    boolean present,
    @Nullable String health) {

  static Drive of(String uri, JsonNode item) {
    var label = Json.text(item, "PhysicalLocation", "PartLocation", "ServiceLabel");
    var bytes = item.path("CapacityBytes");
    return new Drive(
        label == null
            ? Json.textOr(item, Json.textOr(item, ComputerSystem.lastSegment(uri), "Name"), "Id")
            : label,
        Json.text(item, "Model"),
        Json.text(item, "SerialNumber"),
        bytes.isNumber() && bytes.canConvertToLong()
            ? OptionalLong.of(bytes.longValue())
            : OptionalLong.empty(),
        Json.text(item, "Protocol"),
        Components.present(item),
        Json.text(item, "Status", "Health"));
  }
}
