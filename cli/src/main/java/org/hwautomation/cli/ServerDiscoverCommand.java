package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.device.DeviceType;
import org.hwautomation.provisioning.device.DeviceTypeVerdict;
import org.hwautomation.provisioning.discovery.DiscoveredServer;
import org.hwautomation.provisioning.discovery.DiscoveryDocument;
import org.hwautomation.provisioning.discovery.HardwareCheck;
import org.hwautomation.provisioning.discovery.OutOfBandReports;
import org.hwautomation.provisioning.safety.IdentityVerdict;
import org.hwautomation.provisioning.server.MaasIdentity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads what a server is built of, from its BMC and MAAS; writes nothing to it. */
@Command(
    name = "discover",
    description =
        "Read what a server is built of, from BMC and MAAS; what a run read on the host counts too.",
    footer = "Exit codes: 0 as expected, 1 not as expected, 2 bad input or refused, 3 unreachable.")
final class ServerDiscoverCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "SERVER", description = "MAAS host name or system id.")
  private String name = "";

  @Option(
      names = "--device-type",
      paramLabel = "T",
      description = "What it must be; told by what is found if not given.")
  private @Nullable String deviceType;

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("server discover")) {
      var chosen = deviceType == null ? null : manager.deviceTypes().get(deviceType);
      var place = BmcTarget.managed(name, manager);
      var machine = place.machine();
      var inventory = manager.connections().inventory();
      try (var bmc = manager.connections().bmc(place.access(), BmcPlace.READ_ONLY)) {
        screen.say("Reading the BMC at " + place.address());
        var verdict = IdentityVerdict.of(List.of(bmc.identity(), MaasIdentity.of(machine)), false);
        var fresh =
            List.of(
                OutOfBandReports.redfish(
                    bmc.client(),
                    bmc.identity().serial(),
                    bmc.identity().boardSerial(),
                    place.address()),
                OutOfBandReports.maas(machine));
        var kept = verdict.disagreements().isEmpty();
        var all = new java.util.ArrayList<>(inventory.reports(machine.systemId()));
        if (kept) {
          inventory.keepReports(machine.systemId(), fresh);
          all.clear();
          all.addAll(inventory.reports(machine.systemId()));
        } else {
          all.addAll(fresh);
        }
        var found = DiscoveredServer.of(all);
        var types = manager.deviceTypes().match(found.inventory());
        var type = chosen == null ? sure(DeviceTypeVerdict.of(types)) : chosen;
        var configuration = manager.configuration();
        var deviations =
            type == null
                ? List.<HardwareCheck.Deviation>of()
                : HardwareCheck.of(
                    type.expected()
                        .with(configuration.server(machine.systemId()).hardware())
                        .with(configuration.server(machine.hostname()).hardware()),
                    found);
        var view = new DiscoveryView(screen, found);
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("server_id", machine.systemId());
        document.put("hostname", machine.hostname());
        document.put("kept", kept);
        document.putAll(DiscoveryDocument.of(found));
        document.put("device_type", type == null ? null : type.name());
        document.put("device_types", types.stream().map(DiscoveryView::match).toList());
        document.put("deviations", deviations.stream().map(DiscoveryView::deviation).toList());
        screen.result(
            document,
            () -> {
              view.show();
              view.types(types, chosen, DeviceTypeVerdict.of(types));
              view.deviations(type, deviations);
            });
        if (!kept) {
          screen.problem(
              "not kept: %s; the BMC at %s may be another server's (safety rule 1)"
                  .formatted(verdict.text(), place.address()));
        }
        return deviations.isEmpty() && kept ? ExitCodes.DONE : ExitCodes.FAILED;
      }
    }
  }

  private static @Nullable DeviceType sure(DeviceTypeVerdict verdict) {
    return switch (verdict) {
      case DeviceTypeVerdict.Sure(var match) -> match.type();
      case DeviceTypeVerdict.Ask _ -> null;
    };
  }
}
