package org.hwautomation.hardware.redfish;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A processor (DSP0268 Processor).
 *
 * @param socket where it is, {@code CPU.Socket.1}, {@code Proc 1} or {@code CPU1}
 * @param present false for an empty socket
 */
public record Processor(
    String socket,
    @Nullable String manufacturer,
    @Nullable String model,
    OptionalInt cores,
    OptionalInt threads,
    boolean present,
    @Nullable String health) {

  /** A processor; null for what the list also holds, such as a graphics card on an iDRAC. */
  static @Nullable Processor of(String uri, JsonNode item) {
    if (!Json.textOr(item, "CPU", "ProcessorType").equals("CPU")) {
      return null;
    }
    return new Processor(
        Json.textOr(item, ComputerSystem.lastSegment(uri), "Socket"),
        Json.text(item, "Manufacturer"),
        Json.text(item, "Model"),
        Json.integer(item, "TotalCores"),
        Json.integer(item, "TotalThreads"),
        Components.present(item),
        Json.text(item, "Status", "Health"));
  }
}
