package org.hwautomation.provisioning.steps;

import java.util.OptionalLong;
import org.hwautomation.hardware.maas.CommissionOptions;
import org.hwautomation.hardware.maas.CommissioningProgress;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.server.Connections;
import org.hwautomation.workflow.Value;

/**
 * Asks MAAS to commission the server. What commissioning was the latest is written down before, so
 * that after a crash a request that MAAS took is adopted and not made again, and an old Ready is
 * never taken for a new one. MAAS leaves the BMC's configuration alone (safety rule 6).
 */
final class CommissionServer extends ServerStep {
  static final String CHECKPOINT = "asked";

  CommissionServer(Connections connections, DeviceTypes deviceTypes) {
    super(
        "maas.commission@1",
        "Asks MAAS to commission the server; adopts a commissioning that was asked for before",
        Effects.EXTERNAL,
        connections,
        deviceTypes);
  }

  @Override
  String run(ServerWork work) {
    var context = work.context();
    var machine = work.requireFree();
    var asked = context.checkpoint(CHECKPOINT);
    if (asked.isPresent()) {
      var before = latest(asked.get().value());
      if (machine.commissioningSince(before) != CommissioningProgress.NOT_STARTED) {
        remember(work, before);
        return "adopted the commissioning that was asked for before";
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
                    .withEnableSsh(context.inputs().flag("enable_ssh")));
    var fresh = work.machine();
    if (fresh.commissioningSince(before) == CommissioningProgress.NOT_STARTED) {
      throw new NotTakenException(
          "MAAS answered %s to the commissioning of %s, but has none that is new"
              .formatted(answer.statusName(), machine.hostname()));
    }
    remember(work, before);
    return "commissioning asked for, MAAS says " + fresh.statusName();
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
