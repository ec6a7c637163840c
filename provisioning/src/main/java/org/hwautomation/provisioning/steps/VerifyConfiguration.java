package org.hwautomation.provisioning.steps;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.hwautomation.hardware.maas.MachineStatus;
import org.hwautomation.hardware.maas.PowerState;
import org.hwautomation.provisioning.safety.IdentityVerdict;
import org.hwautomation.provisioning.server.MaasIdentity;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * The last look: everything the run was to bring about, read afresh. Only then is the server ready
 * in the inventory, unless it is held.
 */
final class VerifyConfiguration extends ServerStep {
  /** True in a run once everything was read back. */
  static final String VERIFIED = "configuration_verified";

  VerifyConfiguration(StepTools tools) {
    super(
        tools,
        Declaration.reads(
                "server.verify@1",
                "Reads afresh that the server is as it should be, and marks it ready")
            .takes(Given.TARGET_IPMI_IP)
            .gives(
                Parameter.of("bmc_address", "ip_address", "Where the BMC is"),
                Parameter.of("maas_status", "string", "What MAAS calls the server"),
                Parameter.of("power_state", "string", "The power as MAAS reads it: on or off"),
                Parameter.of("bios_settings", "integer", "How many BIOS settings are in effect")));
  }

  @Override
  Outcome run(ServerWork work) {
    var context = work.context();
    var problems = new ArrayList<String>();
    context.reportSubTask("Reading MAAS");
    var machine = work.machine();
    if (machine.status() != MachineStatus.READY) {
      problems.add("MAAS says " + machine.statusName() + ", not Ready");
    }
    context.reportSubTask("Reading the BMC");
    var bmc = work.bmc();
    var verdict = IdentityVerdict.of(List.of(bmc.identity(), MaasIdentity.of(machine)), false);
    if (!verdict.isProven()) {
      problems.add(verdict.text());
    }
    work.given()
        .targetIpmiIp()
        .filter(target -> !target.equals(bmc.access().address()))
        .ifPresent(
            target ->
                problems.add("the BMC is at " + bmc.access().address() + ", not at " + target));
    var bios =
        VerifyBios.result(
            work,
            BiosSources.isInBand(work) ? null : bmc.client().bios().settings(),
            RebootServer.expected(context.values()));
    if (!bios.isApplied()) {
      problems.add(bios.text());
    }
    problems.addAll(BootCheck.problems(work));
    context.reportSubTask("Letting MAAS read the power");
    var power = work.maas().queryPowerState(work.systemId());
    if (power != PowerState.ON && power != PowerState.OFF) {
      problems.add("MAAS reads its power as " + power);
    }
    if (work.hasWindow()) {
      problems.add("the commissioning system still runs");
    }
    if (!problems.isEmpty()) {
      throw new StepRejectedException(String.join("\n", problems));
    }
    var columns = new LinkedHashMap<String, @Nullable Object>();
    columns.put("status_name", machine.statusName());
    var hold = work.inventory().holds().find(work.systemId());
    columns.put("is_ready", hold.isEmpty() ? "TRUE" : "FALSE");
    columns.put("power_state", power.name());
    columns.put("workflow_status", "completed");
    columns.put("last_seen", context.time().now().toString());
    work.inventory().learn(work.systemId(), columns);
    context.put(VERIFIED, true);
    return Outcome.of(
            "%s: BMC at %s, %d BIOS settings, MAAS %s"
                .formatted(
                    hold.isEmpty() ? "ready" : "as it shall be, and held",
                    bmc.access().address(),
                    bios.results().size(),
                    machine.statusName()))
        .with("bmc_address", bmc.access().address())
        .with("maas_status", machine.statusName())
        .with("power_state", power)
        .with("bios_settings", bios.results().size());
  }
}
