package org.hwautomation.provisioning.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hwautomation.hardware.redfish.BiosSettings;
import org.hwautomation.hardware.redfish.RedfishMessage;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.bios.BiosVerification;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

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
    var expected = RebootServer.expected(context.values());
    var inBand = BiosSources.isInBand(work);
    var settings = inBand ? null : work.bmc().client().bios().settings();
    var result = result(work, settings, expected);
    if (!result.isApplied()) {
      var said = settings == null ? List.<RedfishMessage>of() : settings.lastResult().failures();
      throw new StepRejectedException(
          result.text()
              + (said.isEmpty()
                  ? ""
                  : "\n  the BIOS says: "
                      + String.join(
                          "; ", said.stream().map(message -> message.text()).distinct().toList())));
    }
    var boot = new ArrayList<>(BootCheck.problems(work));
    boot.addAll(BootCheck.untyped(work, work.deviceType()));
    if (!boot.isEmpty()) {
      throw new StepRejectedException(String.join("\n", boot));
    }
    work.inventory()
        .learn(
            work.systemId(),
            Map.of(
                "bios_config_applied",
                work.given().deviceType(),
                "bios_config_version",
                context.time().now().toString()));
    return Outcome.of(
            "%d settings are in effect%s; %s"
                .formatted(
                    expected.size(),
                    inBand
                        ? ", as "
                            + work.fields().biosMethod().orElse("")
                            + " read on the host after the last restart"
                        : "",
                    BootCheck.said(work)))
        .with("settings", expected.size());
  }

  /**
   * What is in effect by a fresh read; where a program on the host reads, by the one that was made
   * in the last window, after the last restart.
   *
   * @param settings null where a program on the host reads
   */
  static BiosVerification result(
      ServerWork work, @Nullable BiosSettings settings, Map<String, BiosValue> expected) {
    return settings == null
        ? ToolReset.verification(work, expected)
        : BiosVerification.of(
            expected, BiosWords.values(settings.attributes()), BiosWords.pending(settings));
  }
}
