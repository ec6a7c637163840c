package org.hwautomation.hardware.redfish;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Where a BMC has its time from (DSP2046, ManagerNetworkProtocol NTP).
 *
 * @param enabled whether it asks them
 * @param servers host names or addresses, in order; without the empty places that some BMCs show
 */
public record TimeServers(boolean enabled, List<String> servers) {
  public TimeServers {
    servers = List.copyOf(servers);
  }

  /** True if it asks these, in this order, and no others. */
  public boolean has(List<String> wanted) {
    return enabled && servers.equals(wanted);
  }

  static TimeServers of(JsonNode ntp) {
    return new TimeServers(
        Json.flag(ntp, false, "ProtocolEnabled"),
        Json.texts(ntp, "NTPServers").stream().filter(server -> !server.isEmpty()).toList());
  }

  /** {@code ntp1, ntp2} or {@code none}. */
  @Override
  public String toString() {
    var shown = servers.isEmpty() ? "none" : String.join(", ", servers);
    return enabled ? shown : shown + " (not asked)";
  }
}
