package org.hwautomation.cli;

import java.util.Optional;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.device.DeviceType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which device type's BIOS settings a command compares with. */
final class BiosTypeOption {
  @Option(
      names = "--device-type",
      paramLabel = "T",
      description = "As configured; if not given, what the inventory has for the server.")
  private @Nullable String name;

  /**
   * The device type.
   *
   * @throws IllegalArgumentException if none is named and none known
   */
  DeviceType of(WorkflowManager manager, BmcPlace place) {
    var chosen =
        Optional.ofNullable(name)
            .or(() -> known(manager, place))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the inventory knows no device type of "
                            + place.name()
                            + "; name one with --device-type T"));
    return manager.deviceTypes().get(chosen);
  }

  private static Optional<String> known(WorkflowManager manager, BmcPlace place) {
    return place instanceof BmcPlace.Managed managed
        ? manager
            .connections()
            .inventory()
            .find(managed.machine().systemId())
            .flatMap(server -> Optional.ofNullable(server.columns().get("device_type")))
            .filter(type -> !type.isBlank())
        : Optional.empty();
  }
}
