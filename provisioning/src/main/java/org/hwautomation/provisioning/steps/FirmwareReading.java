package org.hwautomation.provisioning.steps;

import java.util.stream.Collectors;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.firmware.MachineFirmware;
import org.hwautomation.provisioning.firmware.SkippedUpdate;
import org.hwautomation.provisioning.safety.RefusedException;

/** What the firmware steps read of a server and its plan. */
final class FirmwareReading {
  private FirmwareReading() {}

  static FirmwareCatalog catalog(ServerWork work) {
    return FirmwareCatalog.load(work.connections().configuration().firmwareCatalog());
  }

  static MachineFirmware machine(ServerWork work) {
    var bmc = work.bmc();
    return MachineFirmware.read(work.machine().hostname(), bmc.client(), bmc.identity());
  }

  /**
   * Safety rule 9: what runs is the plan exactly, or nothing.
   *
   * @throws RefusedException naming every difference; nothing was written
   */
  static void requireUnchanged(ServerWork work, FirmwarePlan plan) {
    work.context().reportSubTask("Comparing the server and the images with the plan");
    var changes = plan.whatChanged(machine(work), catalog(work));
    if (!changes.isEmpty()) {
      throw new RefusedException(
          9,
          "the firmware plan of %s does not hold any more, so nothing was written; make a new one:\n  %s"
              .formatted(plan.madeAt(), String.join("\n  ", changes)));
    }
  }

  static String problems(FirmwarePlan plan) {
    return plan.problems().stream().map(FirmwareReading::text).collect(Collectors.joining("; "));
  }

  private static String text(SkippedUpdate skip) {
    return "%s %s: %s".formatted(skip.type().wireName(), skip.name(), skip.message());
  }
}
