package org.hwautomation.hardware.redfish;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a server is built of, as its BMC sees it; empty slots and bays are in the lists where the
 * BMC tells of them. Each list is empty if the BMC has nothing of the kind to tell.
 *
 * @param warnings what could not be read and was left out, one line each
 */
public record Components(
    List<Processor> processors,
    List<MemoryModule> memory,
    List<Drive> drives,
    List<HostPort> ports,
    List<PowerSupply> powerSupplies,
    List<String> warnings) {
  public Components {
    processors = List.copyOf(processors);
    memory = List.copyOf(memory);
    drives = List.copyOf(drives);
    ports = List.copyOf(ports);
    powerSupplies = List.copyOf(powerSupplies);
    warnings = List.copyOf(warnings);
  }

  static boolean present(JsonNode item) {
    return !Json.textOr(item, "", "Status", "State").equals("Absent");
  }
}
