package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import java.util.List;
import org.hwautomation.hardware.maas.MachineStatus;
import org.hwautomation.provisioning.safety.IdentityVerdict;
import org.hwautomation.provisioning.server.MaasIdentity;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads afresh that the server was commissioned: MAAS says Ready by the new commissioning, every
 * script passed, MAAS and BMC agree on who it is, and MAAS reaches its power. Where SSH was kept
 * on, the host must let us in.
 */
final class VerifyCommissioning extends ServerStep {
  private static final Parameter SSH_KEPT =
      Parameter.of(
              "ssh_kept", "boolean", "The commissioning system is to be up, and must let us in")
          .defaultingTo(false);

  VerifyCommissioning(StepTools tools) {
    super(
        tools,
        Declaration.reads(
                "maas.verify_commissioning@1", "Reads afresh that commissioning did what it should")
            .takes(SSH_KEPT)
            .gives(
                Parameter.of(
                    "scripts_passed",
                    "integer",
                    "How many commissioning scripts passed; none failed"),
                Parameter.of("power_state", "string", "The power as MAAS reads it: on or off"),
                Parameter.of("server_ip", "ip_address", "The address that MAAS gave the server")));
  }

  @Override
  Outcome run(ServerWork work) throws Exception {
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
    machine
        .firstIpv4()
        .ifPresent(
            ip -> {
              columns.put("ip_address", ip);
              context.put(ServerFields.SERVER_IP, ip);
            });
    var shell = "";
    if (work.given().flag(SSH_KEPT)) {
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
    return Outcome.of(
            "%d scripts passed, MAAS reads power %s%s"
                .formatted(scripts.results().size(), power, shell))
        .with("scripts_passed", scripts.results().size())
        .with("power_state", power)
        .with("server_ip", machine.firstIpv4());
  }
}
