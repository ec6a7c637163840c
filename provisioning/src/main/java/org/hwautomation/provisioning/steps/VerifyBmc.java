package org.hwautomation.provisioning.steps;

import java.util.ArrayList;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;

/**
 * Reads afresh that the BMC has the address it should have: by its own word in a new session, in
 * band where this run has a window on the host, and in MAAS's power parameters.
 */
final class VerifyBmc extends ServerStep {
  VerifyBmc(StepTools tools) {
    super(
        tools,
        Declaration.reads("bmc.verify@1", "Reads afresh that the BMC and MAAS agree on its address")
            .takes(Given.TARGET_IPMI_IP, Given.GATEWAY, Given.SUBNET_MASK)
            .gives(Parameter.of("bmc_address", "ip_address", "Where the BMC is")));
  }

  @Override
  Outcome run(ServerWork work) {
    var address = work.bmc().access().address();
    var problems = new ArrayList<String>();
    var port = work.bmc().client().network().primary();
    var planned = PlannedMove.of(work, port);
    if (planned.isPresent() && !planned.get().already()) {
      problems.add(
          "the BMC shows %s, not the static %s"
              .formatted(
                  port.flatMap(p -> p.address()).map(Object::toString).orElse("no address"),
                  planned.get().settings()));
    }
    var inMaas = work.maas().powerParameters(work.systemId()).address();
    if (!PowerAddress.withHost(inMaas, address).equals(inMaas)) {
      problems.add("MAAS has %s, and the BMC is at %s".formatted(inMaas, address));
    }
    if (work.hasWindow()) {
      var ipmi = work.inBandIpmi();
      ipmi.lanChannel()
          .map(ipmi::lan)
          .filter(lan -> !lan.address().equals(address))
          .ifPresent(
              lan ->
                  problems.add(
                      "in band the BMC is at %s, and we reach it at %s"
                          .formatted(lan.address(), address)));
    }
    if (!problems.isEmpty()) {
      throw new StepRejectedException(String.join("; ", problems));
    }
    return Outcome.of("the BMC is at %s, by its own word and MAAS's".formatted(address))
        .with("bmc_address", address);
  }
}
