package org.hwautomation.simulator.bmc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.FirmwareItem;
import org.hwautomation.simulator.UpdateFault;

/**
 * The update service and the firmware inventory: DSP0268 UpdateService, SoftwareInventory. What is
 * advertised is as in the captures, but for an iDRAC's deprecated {@code HttpPushUri} and vendors'
 * own install actions, which are not simulated. Ids and twins as in the captures: an iDRAC's {@code
 * Installed-…} with {@code Current-…} and {@code Previous-…}, iLO's numbers with its redundant ROM,
 * Supermicro's {@code Backup_…}, {@code Golden_…} and {@code Staging_…}.
 */
final class UpdateRoutes {
  static final String SERVICE = "/redfish/v1/UpdateService";
  private static final String INVENTORY = SERVICE + "/FirmwareInventory";
  private static final String SIMPLE_INFO = SERVICE + "/SimpleUpdateActionInfo";

  private final Tree tree;
  private final HpeUpdateRoutes hpe;

  UpdateRoutes(Tree tree) {
    this.tree = tree;
    this.hpe = new HpeUpdateRoutes(tree);
  }

  private record Entry(String name, String description, String version, boolean updateable) {}

  List<Route> routes() {
    var routes = new ArrayList<Route>();
    routes.add(tree.get(SERVICE, request -> RedfishResponse.ok(service())));
    routes.add(tree.get(INVENTORY, request -> RedfishResponse.ok(all())));
    routes.add(tree.get(INVENTORY + "/{}", this::one));
    if (tree.dialect().supermicro()) {
      routes.add(tree.get(SIMPLE_INFO, request -> RedfishResponse.ok(simpleInfo())));
    }
    routes.addAll(hpe.routes());
    return routes;
  }

  private Map<String, Entry> entries() {
    var entries = new LinkedHashMap<String, Entry>();
    var number = 0;
    for (var item : tree.server().firmware().items()) {
      number++;
      var entry = new Entry(item.name(), description(item), item.version(), item.updateable());
      switch (tree.dialect().personality()) {
        case DELL -> {
          var tail = number * 159 + "-" + item.version() + "__" + device(item);
          entries.put("Installed-" + tail, entry);
          entries.put("Current-" + tail, entry);
          if (item.previous() != null) {
            entries.put(
                "Previous-" + number * 159 + "-" + item.previous() + "__" + device(item),
                new Entry(item.name(), "", item.previous(), true));
          }
        }
        case HPE -> entries.put(Integer.toString(number), entry);
        case SUPERMICRO -> {
          entries.put(device(item), entry);
          if (item.id().equals("BIOS") || item.id().equals("BMC")) {
            var backup = item.previous() == null ? "1.0" : item.previous();
            var staged = item.staged() == null ? item.version() : item.staged();
            entries.put("Backup_" + item.id(), new Entry(item.name(), "", backup, false));
            entries.put("Golden_" + item.id(), new Entry(item.name(), "", "1.0", false));
            entries.put("Staging_" + item.id(), new Entry(item.name(), "", staged, true));
          }
        }
      }
    }
    tree.server()
        .firmware()
        .item("BIOS")
        .filter(item -> tree.dialect().hpe() && item.previous() != null)
        .ifPresent(
            item ->
                entries.put(
                    Integer.toString(entries.size() + 1),
                    new Entry(
                        "Redundant System ROM",
                        "SystemRomBackup",
                        String.valueOf(item.previous()),
                        false)));
    return entries;
  }

  private String description(FirmwareItem item) {
    if (!tree.dialect().hpe()) {
      return "";
    }
    return switch (item.id()) {
      case "BIOS" -> "SystemRomActive";
      case "BMC" -> "SystemBMC";
      default -> "";
    };
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

  private Map<String, Object> service() {
    var dialect = tree.dialect();
    var body =
        Resource.of(
            SERVICE,
            switch (dialect.personality()) {
              case DELL -> "#UpdateService.v1_9_0.UpdateService";
              case HPE -> "#UpdateService.v1_2_1.UpdateService";
              case SUPERMICRO -> "#UpdateService.v1_8_4.UpdateService";
            },
            "UpdateService",
            "Update Service");
    body.put("ServiceEnabled", true);
    body.put("FirmwareInventory", Resource.link(INVENTORY));
    var pushes = !tree.server().faults().has(UpdateFault.PULL_ONLY);
    if (pushes) {
      body.put(dialect.hpe() ? "HttpPushUri" : "MultipartHttpPushUri", UploadRoutes.path(dialect));
    }
    if (dialect.dell()) {
      body.put("MaxImageSizeBytes", null);
    }
    var actions = new LinkedHashMap<String, Object>();
    var simple = new LinkedHashMap<String, Object>();
    simple.put("target", UpdateActions.SIMPLE);
    if (dialect.supermicro()) {
      simple.put("@Redfish.ActionInfo", SIMPLE_INFO);
    } else {
      simple.put("TransferProtocol@Redfish.AllowableValues", UpdateActions.protocols(dialect));
    }
    if (dialect.dell()) {
      simple.put(
          "@Redfish.OperationApplyTimeSupport",
          Map.of("SupportedValues", List.of("Immediate", "OnReset", "OnStartUpdateRequest")));
    }
    actions.put("#UpdateService.SimpleUpdate", simple);
    if (!dialect.hpe() && pushes) {
      actions.put("#UpdateService.StartUpdate", Resource.action(UpdateActions.START));
    }
    actions.put("Oem", Map.of());
    body.put("Actions", actions);
    if (dialect.hpe() && pushes) {
      body.put("Oem", Map.of("Hpe", hpe.extension()));
    }
    body.put("Status", Resource.healthy());
    return body;
  }

  private Map<String, Object> simpleInfo() {
    var body =
        Resource.of(
            SIMPLE_INFO,
            "#ActionInfo.v1_1_2.ActionInfo",
            "SimpleUpdateActionInfo",
            "Simple Update Action Info");
    body.put(
        "Parameters",
        List.of(
            Map.of("Name", "ImageURI", "Required", true, "DataType", "String"),
            Map.of(
                "Name",
                "TransferProtocol",
                "Required",
                false,
                "DataType",
                "String",
                "AllowableValues",
                UpdateActions.protocols(tree.dialect()))));
    return body;
  }

  private Map<String, Object> all() {
    tree.server().maas().planned();
    return Resource.collection(
        INVENTORY,
        "SoftwareInventoryCollection",
        "Firmware Inventory Collection",
        entries().keySet().stream().map(id -> INVENTORY + "/" + id).toList());
  }

  private RedfishResponse one(RedfishRequest request) {
    var entry = entries().get(request.part());
    if (entry == null) {
      throw tree.missing(request.path());
    }
    var body =
        Resource.of(
            INVENTORY + "/" + request.part(),
            "#SoftwareInventory.v1_4_0.SoftwareInventory",
            request.part(),
            entry.name());
    if (!entry.description().isEmpty()) {
      body.put("Description", entry.description());
    }
    body.put("Version", entry.version());
    body.put("Updateable", entry.updateable());
    body.put("Status", Resource.healthy());
    return RedfishResponse.ok(body);
  }
}
