package org.hwautomation.server.api;

import java.util.Optional;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.device.DeviceType;
import org.hwautomation.server.Problem;

/** What a server is: as a request says, else as the inventory knows it. Stateless. */
final class DeviceTypeOf {
  private DeviceTypeOf() {}

  static DeviceType server(WorkflowManager manager, Machine machine, Optional<String> said) {
    return said.or(
            () ->
                manager
                    .store()
                    .inventory()
                    .find(machine.systemId())
                    .flatMap(record -> record.deviceType()))
        .map(manager.deviceTypes()::get)
        .orElseThrow(
            () ->
                Problem.of(
                        "bad-input",
                        400,
                        "A value does not fit",
                        "the inventory knows no device type of " + machine.hostname())
                    .withHint(
                        "Give device_type, one of: "
                            + String.join(", ", manager.deviceTypes().names()))
                    .exception());
  }
}
