package org.hwautomation.provisioning.steps;

import org.hwautomation.provisioning.bios.BiosVerification;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;

/** Reads afresh, in another session, that every BIOS setting of the device type is in effect. */
final class VerifyBios extends ServerStep {
  VerifyBios(StepTools tools) {
    super(
        tools,
        Declaration.reads(
                "bios.verify@1",
                "Reads afresh that the device type's BIOS settings are in effect, and what boots first")
            .takes(Given.DEVICE_TYPE)
            .gives(Parameter.of("settings", "integer", "How many settings are in effect")));
  }

  @Override
  Outcome run(ServerWork work) {
    var context = work.context();
    context.reportSubTask("Reading BIOS settings");
    var settings = work.bmc().client().bios().settings();
    var expected = RebootServer.expected(context.values());
    var result =
        BiosVerification.of(
            expected, BiosWords.values(settings.attributes()), BiosWords.pending(settings));
    if (!result.isApplied()) {
      var said = settings.lastResult().failures();
      throw new StepRejectedException(
          result.text()
              + (said.isEmpty()
                  ? ""
                  : "\n  the BIOS says: "
                      + String.join(
                          "; ", said.stream().map(message -> message.text()).distinct().toList())));
    }
    var boot = BootCheck.problems(work);
    if (!boot.isEmpty()) {
      throw new StepRejectedException(String.join("\n", boot));
    }
    work.inventory()
        .learn(
            work.systemId(),
            java.util.Map.of(
                "bios_config_applied",
                work.given().deviceType(),
                "bios_config_version",
                context.time().now().toString()));
    return Outcome.of("%d settings are in effect".formatted(expected.size()))
        .with("settings", expected.size());
  }
}
