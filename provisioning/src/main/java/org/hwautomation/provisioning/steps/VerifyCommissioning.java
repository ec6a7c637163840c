package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import java.util.List;
import org.hwautomation.hardware.maas.MachineStatus;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.safety.IdentityVerdict;
import org.hwautomation.provisioning.server.Connections;
import org.hwautomation.provisioning.server.MaasIdentity;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads afresh that the server was commissioned: MAAS says Ready by the new commissioning, every
 * script passed, MAAS and BMC agree on who it is, and MAAS reaches its power. Where SSH was kept
 * on, the host must let us in.
 */
final class VerifyCommissioning extends ServerStep {
  VerifyCommissioning(Connections connections, DeviceTypes deviceTypes) {
    super(
        "maas.verify_commissioning@1",
        "Reads afresh that commissioning did what it should",
        Effects.NONE,
        connections,
        deviceTypes);
  }

  @Override
  String run(ServerWork work) throws Exception {
    var context = work.context();
    var machine = work.machine();
    if (machine.status() != MachineStatus.READY) {
      throw new StepRejectedException(
          "MAAS says %s for %s, not Ready".formatted(machine.statusName(), machine.hostname()));
    }
    var result = machine.currentCommissioningResultId();
    if (result.isEmpty()) {
      throw new StepRejectedException("MAAS has no commissioning of " + machine.hostname());
    }
    var scripts = work.maas().scriptResult(machine.systemId(), result.getAsLong());
    var failed = scripts.failures();
    if (!failed.isEmpty()) {
      throw new StepRejectedException(
          "commissioning scripts failed: "
              + String.join(", ", failed.stream().map(script -> script.name()).toList()));
    }
    var verdict =
        IdentityVerdict.of(List.of(work.bmc().identity(), MaasIdentity.of(machine)), false);
    verdict.require(machine.hostname());
    var power = work.maas().queryPowerState(machine.systemId());
    var columns = new LinkedHashMap<String, @Nullable Object>();
    columns.put("commissioning_status", machine.statusName());
    columns.put("power_state", power.name());
    machine.firstIpv4().ifPresent(ip -> columns.put("ip_address", ip));
    var shell = "";
    if (context.inputs().flag("ssh_kept")) {
      var address =
          machine
              .firstIpv4()
              .orElseThrow(
                  () ->
                      new StepRejectedException(
                          "MAAS knows no address of " + machine.hostname() + " to log in at"));
      context.put(
          ServerFields.WINDOW,
          new ServerFields.Window(address, "commissioning-" + result.getAsLong()));
      work.whenBack(
          "Logging in to the host at " + address, 5, () -> java.util.Optional.of(work.host()));
      columns.put("ip_address_works", "TRUE");
      columns.put("ssh_accessible", 1);
      shell = ", SSH works at " + address;
    }
    work.inventory().learn(machine.systemId(), columns);
    return "%d scripts passed, MAAS reads power %s%s"
        .formatted(scripts.results().size(), power, shell);
  }
}
