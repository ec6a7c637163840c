package org.hwautomation.provisioning.steps;

import java.util.OptionalLong;
import org.hwautomation.hardware.maas.CommissionOptions;
import org.hwautomation.hardware.maas.CommissioningProgress;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.Value;

/**
 * Asks MAAS to commission the server. What commissioning was the latest is written down before, so
 * that after a crash a request that MAAS took is adopted and not made again, and an old Ready is
 * never taken for a new one. MAAS leaves the BMC's configuration alone (safety rule 6).
 */
final class CommissionServer extends ServerStep {
  static final String CHECKPOINT = "asked";

  private static final Parameter ENABLE_SSH =
      Parameter.of(
              "enable_ssh",
              "boolean",
              "Keep the commissioning system up for steps that work on the host")
          .defaultingTo(false);

  CommissionServer(StepTools tools) {
    super(
        tools,
        Declaration.changes(
                "maas.commission@1",
                "Asks MAAS to commission the server; adopts a commissioning that was asked for before",
                "MAAS starts the server and runs its commissioning scripts on it")
            .takes(ENABLE_SSH)
            .gives(
                Parameter.of("adopted", "boolean", "True if an attempt before had asked for it"),
                Parameter.of(
                    "maas_status",
                    "string",
                    "What MAAS calls the server now, such as Commissioning"))
            .undoneBy(AbortCommissioning.NAME));
  }

  @Override
  Outcome run(ServerWork work) {
    var context = work.context();
    var machine = work.requireFree();
    var asked = context.checkpoint(CHECKPOINT);
    if (asked.isPresent()) {
      var before = latest(asked.get().value());
      if (machine.commissioningSince(before) != CommissioningProgress.NOT_STARTED) {
        remember(work, before);
        return Outcome.of("adopted the commissioning that was asked for before")
            .with("adopted", true)
            .with("maas_status", machine.statusName());
      }
    }
    work.bmc(); // the right server, before the first write
    var before = machine.currentCommissioningResultId();
    context.saveCheckpoint(CHECKPOINT, before.isPresent() ? before.getAsLong() : null);
    context.reportSubTask("Asking MAAS to commission it");
    var answer =
        work.maas()
            .commission(
                machine.systemId(),
                CommissionOptions.defaults()
                    .withSkipBmcConfig(true)
                    .withEnableSsh(work.given().flag(ENABLE_SSH)));
    var fresh = work.machine();
    if (fresh.commissioningSince(before) == CommissioningProgress.NOT_STARTED) {
      throw new NotTakenException(
          "MAAS answered %s to the commissioning of %s, but has none that is new"
              .formatted(answer.statusName(), machine.hostname()));
    }
    remember(work, before);
    return Outcome.of("commissioning asked for, MAAS says " + fresh.statusName())
        .with("adopted", false)
        .with("maas_status", fresh.statusName());
  }

  private static void remember(ServerWork work, OptionalLong before) {
    work.context()
        .put(ServerFields.COMMISSIONED_BEFORE, before.isPresent() ? before.getAsLong() : -1);
  }

  static OptionalLong latest(Value value) {
    return value instanceof Value.Int number && number.value() >= 0
        ? OptionalLong.of(number.value())
        : OptionalLong.empty();
  }
}
