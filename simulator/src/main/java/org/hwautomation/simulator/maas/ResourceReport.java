package org.hwautomation.simulator.maas;

import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code 50-maas-01-commissioning} prints: the machine's resources as JSON, as LXD has them.
 */
final class ResourceReport {

  private static final JsonMapper JSON = new JsonMapper();

  private ResourceReport() {}

  static String of(SimulatedServer server) {
    var hardware = server.hardware();
    var personality = server.personality();
    Map<String, @Nullable Object> system =
        MachineJson.ordered(
            "uuid", server.identity().uuid().toString(),
            "vendor", personality.manufacturer(),
            "product", personality.product(),
            "serial", server.identity().serial(),
            "firmware", Map.of("version", server.firmware().version("BIOS")),
            "motherboard",
                Map.of(
                    "vendor", personality.boardManufacturer(),
                    "product", personality.board(),
                    "serial", server.identity().boardSerial()));
    Map<String, @Nullable Object> cpu =
        MachineJson.ordered(
            "architecture",
            "x86_64",
            "total",
            hardware.cores() * hardware.threadsPerCore(),
            "sockets",
            List.of(Map.of("name", hardware.cpuModel())));
    List<Map<String, Object>> disks =
        hardware.disks().stream()
            .map(
                disk ->
                    Map.<String, Object>of(
                        "id", disk.name(),
                        "model", disk.model(),
                        "serial", disk.serial(),
                        "size", disk.bytes()))
            .toList();
    List<Map<String, Object>> ports =
        hardware.nics().stream()
            .map(nic -> Map.<String, Object>of("id", nic.name(), "address", nic.mac()))
            .toList();
    return JSON.writeValueAsString(
        MachineJson.ordered(
            "resources",
            MachineJson.ordered(
                "system", system,
                "cpu", cpu,
                "memory", Map.of("total", hardware.memoryMiB() * 1024L * 1024L),
                "storage", Map.of("disks", disks, "total", disks.size()),
                "network", Map.of("cards", List.of(Map.of("ports", ports)))),
            "networks",
            Map.of()));
  }
}
