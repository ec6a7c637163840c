package org.hwautomation.provisioning.steps;

import java.util.Optional;
import org.hwautomation.hardware.maas.CommissioningProgress;
import org.hwautomation.workflow.Parameter;

/**
 * Takes back what {@link CommissionServer} began: ends the commissioning if it still runs, and
 * switches off the commissioning system if the run kept it up. A commissioning that has ended can't
 * be taken back, and what MAAS learned by it is no harm. One that this run did not ask for is left
 * alone.
 */
final class AbortCommissioning extends ServerStep {
  static final String NAME = "maas.abort_commissioning@1";

  AbortCommissioning(StepTools tools) {
    super(
        tools,
        Declaration.changes(
                NAME,
                "Ends the commissioning that this run asked for, if it still runs",
                "MAAS ends the commissioning and switches the server off",
                "switches off the commissioning system that this run kept up")
            .gives(
                Parameter.of("aborted", "boolean", "True if it still ran"),
                Parameter.of("maas_status", "string", "What MAAS calls the server now")));
  }

  @Override
  Outcome run(ServerWork work) throws Exception {
    var context = work.context();
    var asked = context.values().get(ServerFields.COMMISSIONED_BEFORE);
    var machine = work.machine();
    if (asked.isEmpty()) {
      return Outcome.of("this run asked for no commissioning")
          .with("aborted", false)
          .with("maas_status", machine.statusName());
    }
    var before = CommissionServer.latest(asked.get());
    var progress = machine.commissioningSince(before);
    if (!runs(progress)) {
      return Outcome.of(
              "the commissioning has ended, MAAS says %s%s"
                  .formatted(machine.statusName(), RebootServer.closeWindow(work)))
          .with("aborted", false)
          .with("maas_status", machine.statusName());
    }
    work.requireFree();
    context.reportSubTask("Ending the commissioning");
    work.maas().abort(work.systemId(), "run " + context.runId() + " is rolled back");
    var now =
        work.whenBack(
            "Waiting for MAAS to end the commissioning",
            5,
            () -> Optional.of(work.machine()).filter(m -> !runs(m.commissioningSince(before))));
    return Outcome.of("the commissioning was ended, MAAS says " + now.statusName())
        .with("aborted", true)
        .with("maas_status", now.statusName());
  }

  private static boolean runs(CommissioningProgress progress) {
    return progress == CommissioningProgress.RUNNING || progress == CommissioningProgress.TESTING;
  }
}
