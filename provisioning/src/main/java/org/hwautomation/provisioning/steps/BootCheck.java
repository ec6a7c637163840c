package org.hwautomation.provisioning.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hwautomation.hardware.redfish.BootControl;
import org.hwautomation.hardware.redfish.BootOption;
import org.hwautomation.hardware.redfish.SecureBoot;
import org.hwautomation.provisioning.device.DeviceType;

/**
 * What a BIOS that applies settings can do to booting: take the network card from the front of the
 * boot order, where MAAS needs it. Compared with what it was before anything was staged, so that a
 * server that never booted from the network is left alone.
 */
final class BootCheck {
  private BootCheck() {}

  /** Notes before the first write what is booted first, if that is a network card. */
  static void note(ServerWork work) {
    first(work)
        .filter(BootOption::isNetwork)
        .ifPresent(option -> work.context().put(ServerFields.BOOTED_FIRST, option.displayName()));
  }

  private static Optional<BootOption> first(ServerWork work) {
    return work.bmc().client().boot().first();
  }

  /** What is wrong with booting now, and what to do; empty if nothing is. */
  static List<String> problems(ServerWork work) {
    var problems = new ArrayList<String>();
    var boot = work.bmc().client().boot();
    order(work, boot).ifPresent(problems::add);
    var override = boot.override();
    if (override.active()) {
      problems.add(
          "the next boot is overridden (%s, %s): take it away with 'hwauto bmc boot', then run resume"
              .formatted(override.target(), override.enabled()));
    }
    return problems;
  }

  private static Optional<String> order(ServerWork work, BootControl boot) {
    var before = work.context().values().text(ServerFields.BOOTED_FIRST);
    var first = before.isEmpty() ? Optional.<BootOption>empty() : boot.first();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    var option = first.get();
    if (!option.isNetwork()) {
      return Optional.of(
          ("the BIOS took network boot from the front of the boot order: '%s' was first before this"
                  + " run, and now '%s' is, so MAAS can't boot it. Put the network card first again"
                  + " in the BIOS setup, then run resume")
              .formatted(before.get(), option.displayName()));
    }
    var wanted = work.machine().bootInterfaceMac().toLowerCase(Locale.ROOT);
    if (option.displayName().equals(before.get())
        || wanted.isEmpty()
        || option.mac().filter(mac -> !mac.equals(wanted)).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        ("the BIOS put another network card first in the boot order: '%s' (%s), and MAAS boots this"
                + " server by %s ('%s' was first before this run). Put that card first again in the"
                + " BIOS setup, then run resume")
            .formatted(
                option.displayName(),
                option.mac().orElse("address not told"),
                wanted,
                before.get()));
  }

  /**
   * What is not as the device type has it: {@code boot_mode} and {@code secure_boot} of its {@code
   * boot_configs}. What the BMC does not tell is no problem.
   */
  static List<String> untyped(ServerWork work, DeviceType type) {
    var problems = new ArrayList<String>();
    var boot = work.bmc().client().boot();
    var wantedMode = type.bootConfigs().get("boot_mode");
    var mode = boot.override().mode();
    if (wantedMode != null
        && mode != null
        && wantedMode.equalsIgnoreCase("uefi") != mode.equalsIgnoreCase("uefi")) {
      problems.add(
          "%s wants boot mode %s, and the BMC tells %s".formatted(type.name(), wantedMode, mode));
    }
    var wanted = type.bootConfigs().get("secure_boot");
    if (wanted != null) {
      var on = wanted.toLowerCase(Locale.ROOT).matches("true|on|yes|enabled?");
      boot.secureBoot()
          .filter(now -> now.enabled() != null && now.enabled() != on)
          .ifPresent(
              now ->
                  problems.add(
                      "%s wants Secure Boot %s, and the BMC tells it is %s (keys: %s); changing it"
                              .formatted(
                                  type.name(),
                                  on ? "on" : "off",
                                  on ? "off" : "on",
                                  now.mode() == null ? "not told" : now.mode())
                          + " is a BIOS setting, with an approval (safety rule 10)"));
    }
    return problems;
  }

  /** How the server boots, as the BMC tells it, for people. */
  static String said(ServerWork work) {
    var boot = work.bmc().client().boot();
    var first = boot.first();
    var secure = boot.secureBoot().map(SecureBoot::enabled);
    return "boots %s, first %s, Secure Boot %s"
        .formatted(
            boot.override().mode() == null ? "in a mode not told" : boot.override().mode(),
            first.map(option -> card(work, option)).orElse("what is not told"),
            secure.map(on -> on ? "on" : "off").orElse("not told"));
  }

  /** An option's name, and whether it is the card by which MAAS boots the server. */
  private static String card(ServerWork work, BootOption option) {
    if (!option.isNetwork()) {
      return option.displayName();
    }
    var wanted = work.machine().bootInterfaceMac().toLowerCase(Locale.ROOT);
    return option.displayName()
        + option
            .mac()
            .map(mac -> mac.equals(wanted) ? " (MAAS's boot interface)" : " (" + mac + ")")
            .orElse(" (whether that is MAAS's boot interface can't be told)");
  }
}
