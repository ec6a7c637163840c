package org.hwautomation.simulator.bmc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hwautomation.simulator.BootOverride;
import org.hwautomation.simulator.BootOverride.Lasting;
import org.hwautomation.simulator.BootTarget;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Faults.Lie;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * PATCH of the system: boot override and identification light. DSP0268 ComputerSystem {@code Boot};
 * a Supermicro refuses an override without {@code BootSourceOverrideEnabled}, an iLO any during
 * POST.
 */
final class BootRoutes {
  private final Tree tree;
  private final Dialect dialect;

  BootRoutes(Tree tree) {
    this.tree = tree;
    this.dialect = tree.dialect();
  }

  /** An entry of the boot order; an iLO's ids are no references. */
  private record Entry(String id, String reference, String name) {}

  private static List<Entry> entries(Dialect dialect) {
    return switch (dialect.personality()) {
      case DELL ->
          List.of(
              new Entry("Boot0000", "Boot0000", "PXE Device 1: Embedded NIC 1 Port 1 Partition 1"),
              new Entry("Boot0002", "Boot0002", "PCIe SSD in Slot 2 in Bay 1"));
      case HPE ->
          List.of(
              new Entry("2", "Boot0026", "Slot 1 Port 1 : Network Adapter (PXE IPv4)"),
              new Entry("1", "Boot001F", "NVMe Drive Port 1B Box 1 Bay 2"));
      case SUPERMICRO ->
          List.of(
              new Entry("Boot001D", "Boot001D", "(B101/D0/F0) UEFI PXE IPv4 Network Adapter"),
              new Entry("Boot0018", "Boot0018", "UEFI OS (SATA,Port:0)"));
    };
  }

  /** The boot options; as captured, the collection is in no order. */
  List<Route> routes() {
    var options = dialect.system() + "/BootOptions";
    var entries = entries(dialect);
    var routes = new ArrayList<Route>();
    routes.add(
        tree.get(
            options,
            request ->
                RedfishResponse.ok(
                    Resource.collection(
                        options,
                        "BootOptionCollection",
                        "Boot Options",
                        entries.reversed().stream()
                            .map(entry -> options + "/" + entry.id())
                            .toList()))));
    for (var entry : entries) {
      var path = options + "/" + entry.id();
      var body = Resource.of(path, "#BootOption.v1_0_4.BootOption", entry.id(), "Boot Option");
      body.put("BootOptionReference", entry.reference());
      body.put("DisplayName", entry.name());
      if (!dialect.hpe()) {
        body.put("BootOptionEnabled", true);
      } else if (entry.name().contains("PXE")) {
        var mac = tree.server().hardware().nics().getFirst().mac();
        body.put(
            "UefiDevicePath",
            "PciRoot(0x1)/Pci(0x1,0x3)/Pci(0x0,0x0)/MAC(%s,0x1)/IPv4(0.0.0.0)"
                .formatted(mac.replace(":", "").toUpperCase(Locale.ROOT)));
      }
      routes.add(tree.get(path, request -> RedfishResponse.ok(body)));
    }
    routes.add(
        tree.get(dialect.system() + "/SecureBoot", request -> RedfishResponse.ok(secureBoot())));
    return routes;
  }

  /** By the BIOS setting in force; as captured, all three vendors have these properties. */
  private Map<String, Object> secureBoot() {
    var bios = tree.server().bios().current();
    var setting =
        switch (dialect.personality()) {
          case DELL -> "SecureBoot";
          case HPE -> "SecureBootStatus";
          case SUPERMICRO -> "SecureBoot_0150";
        };
    var on = "Enabled".equals(bios.get(setting));
    var body =
        Resource.of(
            dialect.system() + "/SecureBoot",
            "#SecureBoot.v1_0_0.SecureBoot",
            "SecureBoot",
            "SecureBoot");
    body.put("SecureBootCurrentBoot", on ? "Enabled" : "Disabled");
    body.put("SecureBootEnable", on);
    body.put("SecureBootMode", dialect.supermicro() ? "SetupMode" : "UserMode");
    return body;
  }

  static Map<String, Object> body(Dialect dialect, BootOverride override, boolean networkFirst) {
    var boot = new LinkedHashMap<String, Object>();
    var order = entries(dialect).stream().map(Entry::reference).toList();
    boot.put("BootOptions", Resource.link(dialect.system() + "/BootOptions"));
    boot.put("BootOrder", networkFirst ? order : order.reversed());
    boot.put(
        "BootSourceOverrideEnabled",
        switch (override.lasting()) {
          case DISABLED -> "Disabled";
          case ONCE -> "Once";
          case CONTINUOUS -> "Continuous";
        });
    boot.put("BootSourceOverrideMode", override.uefi() ? "UEFI" : "Legacy");
    boot.put("BootSourceOverrideTarget", name(override.target()));
    boot.put("BootSourceOverrideTarget@Redfish.AllowableValues", dialect.bootTargets());
    return boot;
  }

  RedfishResponse change(RedfishRequest request) {
    var body = request.object(dialect);
    Bodies.only(tree, body, Set.of("Boot", "IndicatorLED", "LocationIndicatorActive", "AssetTag"));
    var boot = body.get("Boot");
    var override = boot == null ? null : override(boot);
    var light = light(body);
    if (override != null && !tree.server().faults().tells(Lie.BOOT_OVERRIDE_IGNORED)) {
      tree.server().power().override(override, Channel.REDFISH);
    }
    if (light != null) {
      tree.server().indicator(light, Channel.REDFISH);
    }
    return tree.done();
  }

  private BootOverride override(JsonNode boot) {
    if (dialect.hpe() && tree.server().power().phase().inPost()) {
      throw new RedfishError(400, BiosRoutes.duringPost(tree, "BootSourceOverrideTarget"));
    }
    Bodies.only(
        tree,
        boot,
        Set.of(
            "BootSourceOverrideTarget",
            "BootSourceOverrideEnabled",
            "BootSourceOverrideMode",
            "UefiTargetBootSourceOverride",
            "HttpBootUri"));
    var before = tree.server().power().override();
    var target = Bodies.text(tree, boot, "BootSourceOverrideTarget");
    var enabled = Bodies.text(tree, boot, "BootSourceOverrideEnabled");
    var mode = Bodies.text(tree, boot, "BootSourceOverrideMode");
    if (dialect.supermicro() && target != null && enabled == null) {
      throw new RedfishError(
          400,
          tree.base("PropertyMissing", "BootSourceOverrideEnabled")
              .about("#/Boot/BootSourceOverrideEnabled"));
    }
    if (target != null && !dialect.bootTargets().contains(target)) {
      throw notInList(target, "BootSourceOverrideTarget");
    }
    var wanted = target == null ? before.target() : target(target);
    var lasting =
        enabled == null ? (target == null ? before.lasting() : Lasting.ONCE) : lasting(enabled);
    return new BootOverride(
        wanted,
        wanted == BootTarget.NONE ? Lasting.DISABLED : lasting,
        mode == null ? before.uefi() : uefi(mode));
  }

  private @Nullable Boolean light(JsonNode body) {
    var active = Bodies.flag(tree, body, "LocationIndicatorActive");
    if (active != null) {
      return active;
    }
    var led = Bodies.text(tree, body, "IndicatorLED");
    if (led == null) {
      return null;
    }
    return switch (led) {
      case "Lit", "Blinking" -> true;
      case "Off" -> false;
      default -> throw notInList(led, "IndicatorLED");
    };
  }

  private Lasting lasting(String enabled) {
    return switch (enabled) {
      case "Disabled" -> Lasting.DISABLED;
      case "Once" -> Lasting.ONCE;
      case "Continuous" -> Lasting.CONTINUOUS;
      default -> throw notInList(enabled, "BootSourceOverrideEnabled");
    };
  }

  private boolean uefi(String mode) {
    return switch (mode) {
      case "UEFI" -> true;
      case "Legacy" -> false;
      default -> throw notInList(mode, "BootSourceOverrideMode");
    };
  }

  private RedfishError notInList(String value, String property) {
    return new RedfishError(
        400, tree.base("PropertyValueNotInList", value, property).about("#/Boot/" + property));
  }

  private static BootTarget target(String name) {
    for (var target : BootTarget.values()) {
      if (name(target).equals(name)) {
        return target;
      }
    }
    return BootTarget.CD;
  }

  private static String name(BootTarget target) {
    return switch (target) {
      case NONE -> "None";
      case PXE -> "Pxe";
      case DISK -> "Hdd";
      case CD -> "Cd";
      case USB -> "Usb";
      case FLOPPY -> "Floppy";
      case BIOS_SETUP -> "BiosSetup";
      case UTILITIES -> "Utilities";
      case DIAGS -> "Diags";
      case SD_CARD -> "SDCard";
      case UEFI_SHELL -> "UefiShell";
      case UEFI_TARGET -> "UefiTarget";
      case UEFI_HTTP -> "UefiHttp";
    };
  }
}
