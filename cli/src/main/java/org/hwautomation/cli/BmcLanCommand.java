package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.hardware.redfish.EthernetInterface;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows a BMC's network settings. */
@Command(name = "lan", description = "Show the network settings of a BMC.")
final class BmcLanCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("bmc lan")) {
      var place = target.place(manager);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var ports =
            switch (session) {
              case BmcSession.Redfish redfish ->
                  redfish.client().network().interfaces().stream()
                      .map(BmcLanCommand::port)
                      .toList();
              case BmcSession.Ipmi ipmi -> List.of(channel(ipmi.client()));
            };
        var document = new LinkedHashMap<String, Object>();
        document.put("host", place.name());
        document.put("ports", ports);
        screen.result(
            document,
            () ->
                screen.table(
                    List.of("PORT", "ADDRESS", "MASK", "GATEWAY", "MAC", "SOURCE", "VLAN"),
                    ports.stream().map(BmcLanCommand::row).toList()));
        return ExitCodes.DONE;
      }
    }
  }

  private static List<String> row(Map<String, @Nullable Object> port) {
    var row = new ArrayList<String>();
    port.values().forEach(value -> row.add(Objects.toString(value, "-")));
    return row;
  }

  private static Map<String, @Nullable Object> port(EthernetInterface port) {
    var address = port.address();
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("port", port.id() + (port.towardsHost() ? " (to the host)" : ""));
    row.put("address", address.map(a -> a.address()).orElse(null));
    row.put("mask", address.map(a -> a.subnetMask()).orElse(null));
    row.put("gateway", address.map(a -> a.gateway()).orElse(null));
    row.put("mac", port.macAddress());
    row.put("source", address.map(a -> a.origin()).orElse(null));
    row.put("vlan", port.vlanId().isPresent() ? port.vlanId().getAsInt() : null);
    return row;
  }

  private static Map<String, @Nullable Object> channel(IpmiClient client) {
    var number =
        client
            .lanChannel()
            .orElseThrow(
                () ->
                    new HardwareException(
                        HardwareException.Kind.REJECTED,
                        client.peer(),
                        client.peer() + " has no LAN channel"));
    var lan = client.lan(number);
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("port", "channel " + number);
    row.put("address", lan.address());
    row.put("mask", lan.netmask());
    row.put("gateway", lan.gateway());
    row.put("mac", lan.macAddress());
    row.put("source", lan.source());
    row.put("vlan", lan.vlan().isPresent() ? lan.vlan().getAsInt() : null);
    return row;
  }
}
