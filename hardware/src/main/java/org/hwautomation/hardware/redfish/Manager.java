package org.hwautomation.hardware.redfish;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A BMC (or an enclosure's or a GPU board's manager).
 *
 * @param type {@code BMC} for the server's own
 * @param firmwareVersion the running one, such as {@code iLO 5 v2.72}
 * @param systemUris of the systems that it manages
 */
public record Manager(
    String id,
    String uri,
    @Nullable String type,
    @Nullable String model,
    @Nullable String firmwareVersion,
    @Nullable String uuid,
    @Nullable String health,
    List<String> systemUris) {
  public Manager {
    systemUris = List.copyOf(systemUris);
  }

  static Manager of(String uri, JsonNode manager) {
    return new Manager(
        Json.textOr(manager, ComputerSystem.lastSegment(uri), "Id"),
        Json.textOr(manager, uri, "@odata.id"),
        Json.text(manager, "ManagerType"),
        Json.text(manager, "Model"),
        Json.text(manager, "FirmwareVersion"),
        Json.text(manager, "UUID"),
        Json.text(manager, "Status", "Health"),
        Json.links(manager, "Links", "ManagerForServers"));
  }
}
