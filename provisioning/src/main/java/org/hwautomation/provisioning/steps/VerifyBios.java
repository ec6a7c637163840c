package org.hwautomation.provisioning.steps;

import org.hwautomation.provisioning.bios.BiosVerification;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.server.Connections;
import org.hwautomation.workflow.StepRejectedException;

/** Reads afresh, in another session, that every BIOS setting of the device type is in effect. */
final class VerifyBios extends ServerStep {
  VerifyBios(Connections connections, DeviceTypes deviceTypes) {
    super(
        "bios.verify@1",
        "Reads afresh that the device type's BIOS settings are in effect",
        Effects.NONE,
        connections,
        deviceTypes);
  }

  @Override
  String run(ServerWork work) {
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
    work.inventory()
        .learn(
            work.systemId(),
            java.util.Map.of(
                "bios_config_applied",
                work.fields().deviceType(),
                "bios_config_version",
                context.time().now().toString()));
    return "%d settings are in effect".formatted(expected.size());
  }
}
