package org.hwautomation.provisioning.steps;

import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;

/** Checks the target address before a BMC is moved there; writes nothing. */
final class ValidateNetwork extends ServerStep {
  ValidateNetwork(StepTools tools) {
    super(
        tools,
        Declaration.reads(
                "bmc.validate_network@1",
                "Checks that the BMC can get its target address; writes nothing")
            .takes(Given.TARGET_IPMI_IP, Given.GATEWAY, Given.SUBNET_MASK)
            .gives(
                Parameter.of(
                    "bmc_address", "ip_address", "The address that the BMC has or can get"),
                Parameter.of("subnet", "string", "The network it lies in, such as 10.0.0.0/16"),
                Parameter.of("gateway", "ip_address", "The gateway there"),
                Parameter.of("already", "boolean", "True if the BMC has it already")));
  }

  @Override
  Outcome run(ServerWork work) {
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
    return Outcome.of(
            plan.already()
                ? "the BMC has %s already".formatted(plan.settings().address())
                : "%s in %s by gateway %s is free"
                    .formatted(
                        plan.settings().address(), plan.move().subnet(), plan.settings().gateway()))
        .with("bmc_address", plan.settings().address())
        .with("subnet", plan.move().subnet().toString())
        .with("gateway", plan.settings().gateway())
        .with("already", plan.already());
  }
}
