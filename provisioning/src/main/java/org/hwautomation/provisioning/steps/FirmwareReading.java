package org.hwautomation.provisioning.steps;

import java.util.stream.Collectors;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.firmware.MachineFirmware;
import org.hwautomation.provisioning.firmware.SkippedUpdate;
import org.hwautomation.workflow.StepRejectedException;

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
   * The plan of this run.
   *
   * @throws StepRejectedException if no step has made one and nobody gave one
   */
  static FirmwarePlan plan(ServerWork work) {
    return work.fields()
        .firmwarePlan()
        .orElseThrow(
            () ->
                new StepRejectedException(
                    "this run has no firmware plan; firmware.plan makes one"));
  }

  static void requireUnchanged(ServerWork work, FirmwarePlan plan) {
    work.context().reportSubTask("Comparing the server and the images with the plan");
    plan.requireUnchanged(machine(work), catalog(work));
  }

  static String problems(FirmwarePlan plan) {
    return plan.problems().stream().map(FirmwareReading::text).collect(Collectors.joining("; "));
  }

  private static String text(SkippedUpdate skip) {
    return "%s %s: %s".formatted(skip.type().wireName(), skip.name(), skip.message());
  }
}
