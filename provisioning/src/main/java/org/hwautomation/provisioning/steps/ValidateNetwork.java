package org.hwautomation.provisioning.steps;

import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.server.Connections;
import org.hwautomation.workflow.StepRejectedException;

/** Checks the target address before a BMC is moved there; writes nothing. */
final class ValidateNetwork extends ServerStep {
  ValidateNetwork(Connections connections, DeviceTypes deviceTypes) {
    super(
        "bmc.validate_network@1",
        "Checks that the BMC can get its target address; writes nothing",
        Effects.NONE,
        connections,
        deviceTypes);
  }

  @Override
  String run(ServerWork work) {
    var context = work.context();
    var bmc = work.bmc();
    if (work.fields().identity().isEmpty()) {
      work.remember(work.machine(), bmc);
    }
    context.reportSubTask("Checking the target address");
    var plan =
        AddressCheck.plan(work)
            .orElseThrow(
                () ->
                    new StepRejectedException("no target address was given; use --target-ipmi-ip"));
    return plan.already()
        ? "the BMC has %s already".formatted(plan.settings().address())
        : "%s in %s by gateway %s is free"
            .formatted(plan.settings().address(), plan.move().subnet(), plan.settings().gateway());
  }
}
