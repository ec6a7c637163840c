package org.hwautomation.simulator.bmc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.FirmwareItem;

/**
 * The firmware inventory: DSP0268 UpdateService, SoftwareInventory. It can be read; no update
 * method is advertised, as none is simulated. Ids and twins as in the captures: an iDRAC's {@code
 * Installed-…} with {@code Current-…} and {@code Previous-…}, iLO's numbers, Supermicro's {@code
 * Backup_…} and {@code Golden_…}.
 */
final class UpdateRoutes {
  private static final String SERVICE = "/redfish/v1/UpdateService";
  private static final String INVENTORY = SERVICE + "/FirmwareInventory";

  private final Tree tree;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  UpdateRoutes(Tree tree) {
    this.tree = tree;
    var number = 0;
    for (var item : tree.server().firmware()) {
      number++;
      switch (tree.dialect().personality()) {
        case DELL -> {
          var tail = number * 159 + "-" + item.version() + "__" + device(item);
          add("Installed-" + tail, item, item.version(), item.updateable());
          add("Current-" + tail, item, item.version(), item.updateable());
          if (item.id().equals("BIOS")) {
            add("Previous-159-1.2.4__BIOS.Setup.1-1", item, "1.2.4", true);
          }
        }
        case HPE -> add(Integer.toString(number), item, item.version(), item.updateable());
        case SUPERMICRO -> {
          add(device(item), item, item.version(), item.updateable());
          if (item.id().equals("BIOS") || item.id().equals("BMC")) {
            add("Backup_" + item.id(), item, "1.0", false);
            add("Golden_" + item.id(), item, "1.0", false);
          }
        }
      }
    }
  }

  private record Entry(String name, String version, boolean updateable) {}

  List<Route> routes() {
    return List.of(
        tree.get(SERVICE, request -> RedfishResponse.ok(service())),
        tree.get(INVENTORY, request -> RedfishResponse.ok(all())),
        tree.get(INVENTORY + "/{}", this::one));
  }

  private void add(String id, FirmwareItem item, String version, boolean updateable) {
    entries.put(id, new Entry(item.name(), version, updateable));
  }

  private String device(FirmwareItem item) {
    if (tree.dialect().supermicro()) {
      return item.id().equals("BIOS") || item.id().equals("BMC") ? item.id() : item.name();
    }
    return switch (item.id()) {
      case "BIOS" -> "BIOS.Setup.1-1";
      case "BMC" -> "iDRAC.Embedded.1-1";
      case "CPLD" -> "CPLD.Embedded.1";
      case "NIC.1" -> "NIC.Embedded.1-1-1";
      case "PSU.1" -> "PSU.Slot.1";
      default -> "Disk.Bay.0:Enclosure.Internal.0-1";
    };
  }

  private static Map<String, Object> service() {
    var body =
        Resource.of(
            SERVICE, "#UpdateService.v1_9_0.UpdateService", "UpdateService", "Update Service");
    body.put("ServiceEnabled", true);
    body.put("FirmwareInventory", Resource.link(INVENTORY));
    body.put("Actions", Map.of("Oem", Map.of()));
    body.put("Status", Resource.healthy());
    return body;
  }

  private Map<String, Object> all() {
    return Resource.collection(
        INVENTORY,
        "SoftwareInventoryCollection",
        "Firmware Inventory Collection",
        entries.keySet().stream().map(id -> INVENTORY + "/" + id).toList());
  }

  private RedfishResponse one(RedfishRequest request) {
    var entry = entries.get(request.part());
    if (entry == null) {
      throw tree.missing(request.path());
    }
    var body =
        Resource.of(
            INVENTORY + "/" + request.part(),
            "#SoftwareInventory.v1_4_0.SoftwareInventory",
            request.part(),
            entry.name());
    body.put("Version", entry.version());
    body.put("Updateable", entry.updateable());
    body.put("Status", Resource.healthy());
    return RedfishResponse.ok(body);
  }
}
