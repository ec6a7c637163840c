package org.hwautomation.simulator.bmc;

import java.util.LinkedHashMap;
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

  static Map<String, Object> body(Dialect dialect, BootOverride override) {
    var boot = new LinkedHashMap<String, Object>();
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
