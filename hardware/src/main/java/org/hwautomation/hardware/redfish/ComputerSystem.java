package org.hwautomation.hardware.redfish;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A server as its BMC sees it, at the moment of the read.
 *
 * @param serialNumber Dell: of the board; the service tag is the {@code sku}
 * @param uuid as the BMC spells it; some swap the byte order of the first three fields
 * @param bootProgress {@code BootProgress.LastState}, such as {@code OSRunning}
 * @param postState HPE's {@code Oem.Hpe.PostState}, such as {@code FinishedPost}
 * @param memoryGib total memory in GiB, rounded
 * @param cpuCount sockets in use
 * @param coreCount cores over all sockets, if the BMC counts them
 * @param health {@code OK}, {@code Warning} or {@code Critical}
 * @param managerUris of the BMCs that manage it
 * @param chassisUris of the chassis that hold it
 */
public record ComputerSystem(
    String id,
    String uri,
    @Nullable String hostName,
    @Nullable String manufacturer,
    @Nullable String model,
    @Nullable String serialNumber,
    @Nullable String partNumber,
    @Nullable String sku,
    @Nullable String uuid,
    @Nullable String biosVersion,
    PowerState powerState,
    @Nullable String bootProgress,
    @Nullable String postState,
    OptionalInt memoryGib,
    OptionalInt cpuCount,
    OptionalInt coreCount,
    @Nullable String cpuModel,
    @Nullable String health,
    BootOverride boot,
    List<String> managerUris,
    List<String> chassisUris) {
  public ComputerSystem {
    managerUris = List.copyOf(managerUris);
    chassisUris = List.copyOf(chassisUris);
  }

  static ComputerSystem of(String uri, JsonNode system) {
    var memory = Json.at(system, "MemorySummary", "TotalSystemMemoryGiB");
    return new ComputerSystem(
        Json.textOr(system, lastSegment(uri), "Id"),
        Json.textOr(system, uri, "@odata.id"),
        Json.text(system, "HostName"),
        Json.text(system, "Manufacturer"),
        Json.text(system, "Model"),
        Json.text(system, "SerialNumber"),
        Json.text(system, "PartNumber"),
        Json.text(system, "SKU"),
        Json.text(system, "UUID"),
        Json.text(system, "BiosVersion"),
        PowerState.of(Json.text(system, "PowerState")),
        Json.text(system, "BootProgress", "LastState"),
        postState(system),
        memory.isNumber()
            ? OptionalInt.of((int) Math.round(memory.doubleValue()))
            : OptionalInt.empty(),
        Json.integer(system, "ProcessorSummary", "Count"),
        Json.integer(system, "ProcessorSummary", "CoreCount"),
        Json.text(system, "ProcessorSummary", "Model"),
        Json.text(system, "Status", "Health"),
        BootOverride.of(system.path("Boot")),
        Json.links(system, "Links", "ManagedBy"),
        Json.links(system, "Links", "Chassis"));
  }

  private static @Nullable String postState(JsonNode system) {
    var hpe = Json.text(system, "Oem", "Hpe", "PostState");
    return hpe == null ? Json.text(system, "Oem", "Hp", "PostState") : hpe;
  }

  static String lastSegment(String uri) {
    var bare = uri.replaceFirst("/+$", "");
    return bare.substring(bare.lastIndexOf('/') + 1);
  }
}
