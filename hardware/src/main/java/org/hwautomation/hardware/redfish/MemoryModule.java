package org.hwautomation.hardware.redfish;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A slot for memory and what is in it (DSP0268 Memory). An iLO lists empty slots, an iDRAC does
 * not.
 *
 * @param slot as the BMC labels it: {@code DIMM A1}, {@code PROC 1 DIMM 1} or {@code P1-DIMMA1}
 * @param mib capacity
 * @param present false for an empty slot
 */
public record MemoryModule(
    String slot,
    OptionalInt mib,
    @Nullable String manufacturer,
    @Nullable String partNumber,
    @Nullable String serialNumber,
    boolean present,
    @Nullable String health) {

  static MemoryModule of(String uri, JsonNode item) {
    var mib = Json.integer(item, "CapacityMiB");
    return new MemoryModule(
        Json.textOr(item, ComputerSystem.lastSegment(uri), "DeviceLocator"),
        mib,
        Json.text(item, "Manufacturer"),
        Json.text(item, "PartNumber"),
        Json.text(item, "SerialNumber"),
        Components.present(item) && mib.orElse(1) > 0,
        Json.text(item, "Status", "Health"));
  }
}
