package org.hwautomation.simulator.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.HardwareFault;
import org.hwautomation.simulator.SimulatedServer;
import tools.jackson.databind.json.JsonMapper;

/** {@code lldpctl -f json} of lldpd 1.0: which switch port each port of the host hangs on. */
record Lldpctl(SimulatedServer server) {
  private static final JsonMapper JSON = new JsonMapper();

  int run(Invocation call) {
    if (!call.arguments().equals(List.of("-f", "json"))) {
      return call.fail(1, "the simulated lldpctl knows -f json");
    }
    if (!call.root()) {
      return call.fail(1, "unable to connect to socket /run/lldpd.socket: Permission denied");
    }
    var ports = new ArrayList<Map<String, Object>>();
    for (var nic : server.hardware().nics()) {
      var switched = server.faults().has(HardwareFault.SWAPPED_SWITCH_PORT);
      var first = nic.equals(server.hardware().nics().getFirst()) != switched;
      ports.add(
          Map.of(
              nic.name(),
              Map.of(
                  "via",
                  "LLDP",
                  "chassis",
                  Map.of(
                      first ? "leaf1" : "leaf2",
                      Map.of(
                          "id",
                          Map.of("type", "mac", "value", "02:00:00:00:00:0" + (first ? 1 : 2)))),
                  "port",
                  Map.of("id", Map.of("type", "ifname", "value", "Ethernet1/" + switchPort())))));
    }
    return HostTools.print(
        call,
        JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsString(Map.of("lldp", Map.of("interface", ports)))
            + "\n");
  }

  private int switchPort() {
    return 1 + Integer.parseInt(server.hardware().nics().getFirst().mac().substring(15), 16) / 2;
  }
}
