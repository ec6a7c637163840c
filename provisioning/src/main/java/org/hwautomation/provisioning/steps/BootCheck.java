package org.hwautomation.provisioning.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.redfish.BootControl;
import org.hwautomation.hardware.redfish.BootOption;

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
    return work.context()
        .values()
        .text(ServerFields.BOOTED_FIRST)
        .flatMap(
            before ->
                boot.first()
                    .filter(option -> !option.isNetwork())
                    .map(
                        option ->
                            ("the BIOS took network boot from the front of the boot order: '%s' was"
                                    + " first before this run, and now '%s' is, so MAAS can't boot"
                                    + " it. Put the network card first again in the BIOS setup,"
                                    + " then run resume")
                                .formatted(before, option.displayName())));
  }
}
