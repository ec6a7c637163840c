package org.hwautomation.hardware.redfish;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A chassis, enclosure, backplane or board.
 *
 * @param boardSerialNumber of the main board where the BMC tells it (Supermicro); the one thing
 *     that tells the nodes of a multi-node chassis apart
 */
public record Chassis(
    String id,
    String uri,
    @Nullable String type,
    @Nullable String manufacturer,
    @Nullable String model,
    @Nullable String serialNumber,
    @Nullable String partNumber,
    @Nullable String boardSerialNumber) {

  static Chassis of(String uri, JsonNode chassis) {
    return new Chassis(
        Json.textOr(chassis, ComputerSystem.lastSegment(uri), "Id"),
        Json.textOr(chassis, uri, "@odata.id"),
        Json.text(chassis, "ChassisType"),
        Json.text(chassis, "Manufacturer"),
        Json.text(chassis, "Model"),
        Json.text(chassis, "SerialNumber"),
        Json.text(chassis, "PartNumber"),
        Json.text(chassis, "Oem", "Supermicro", "BoardSerialNumber"));
  }
}
