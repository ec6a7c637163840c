package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The BMC's own network. Thread-safe. */
public final class ManagerNetwork {
  private static final String DELL_ADDRESS = "IPv4Static.1.Address";

  private final Connection connection;
  private final String host;

  ManagerNetwork(Connection connection, String host) {
    this.connection = connection;
    this.host = host;
  }

  /** All ports of all managers, read anew. */
  public List<EthernetInterface> interfaces() {
    var ports = new ArrayList<EthernetInterface>();
    for (var manager : connection.members(Json.link(connection.root(), "Managers"))) {
      var list = Json.link(connection.get(manager).body(), "EthernetInterfaces");
      for (var uri : connection.members(list)) {
        ports.add(EthernetInterface.of(manager, uri, connection.get(uri).body()));
      }
    }
    return ports;
  }

  /**
   * The port that we talk through: the one with our BMC's address, else the only one that is
   * switched on, has an address and does not lead to the host.
   */
  public Optional<EthernetInterface> primary() {
    var outward = interfaces().stream().filter(port -> !port.towardsHost()).toList();
    for (var port : outward) {
      if (port.addresses().stream().anyMatch(a -> a.address().equals(host))) {
        return Optional.of(port);
      }
    }
    var working =
        outward.stream()
            .filter(p -> !Objects.equals(p.enabled(), false) && p.address().isPresent())
            .toList();
    return working.size() == 1 ? Optional.of(working.getFirst()) : Optional.empty();
  }

  /**
   * Whether the BMC speaks IPMI on its network (DSP0268 ManagerNetworkProtocol); empty if it does
   * not say.
   */
  public Optional<Boolean> ipmi() {
    return protocols("IPMI")
        .filter(protocol -> protocol.body().has("ProtocolEnabled"))
        .map(protocol -> Json.flag(protocol.body(), false, "ProtocolEnabled"));
  }

  /** Where the BMC has its time from, read anew; empty if it does not say. */
  public Optional<TimeServers> timeServers() {
    return protocols("NTP").map(ntp -> TimeServers.of(ntp.body()));
  }

  /**
   * Lets the BMC have its time from these servers and no others. Read it back in another session.
   *
   * @throws RedfishException {@code REJECTED} if the BMC has no such setting (nothing was sent), or
   *     does not take it
   */
  public void setTimeServers(List<String> servers) {
    var ntp =
        protocols("NTP")
            .orElseThrow(
                () ->
                    RedfishException.notSent(
                        Kind.REJECTED,
                        connection.peer(),
                        connection.peer() + " shows no time servers",
                        null));
    var body = Json.object();
    var wanted = body.putObject("NTP").put("ProtocolEnabled", true);
    var list = wanted.putArray("NTPServers");
    servers.forEach(list::add);
    connection.patch(ntp.uri(), body);
  }

  /** A protocol's part of a manager's NetworkProtocol. */
  private Optional<Request> protocols(String name) {
    for (var manager : connection.members(Json.link(connection.root(), "Managers"))) {
      var uri = Json.link(connection.get(manager).body(), "NetworkProtocol");
      var protocols = uri == null ? null : connection.find(uri);
      if (uri != null && protocols != null && protocols.body().path(name).isObject()) {
        return Optional.of(new Request(uri, protocols.body().path(name)));
      }
    }
    return Optional.empty();
  }

  /**
   * Gives the port a static address: address, mask, gateway and DHCP off in one request, so that
   * the BMC is never half configured. VLAN and port selection are left alone.
   *
   * @throws RedfishException if the BMC refused, or the request did not leave; the old address
   *     still holds
   */
  public NetworkChange changeIpv4(EthernetInterface port, Ipv4Settings settings) {
    var request = request(port, settings);
    try {
      var answer = connection.patch(request.uri(), request.body());
      var messages = answer.messages();
      var reset = messages.stream().anyMatch(m -> m.is("ResetRequired") || m.is("ResetInProgress"));
      return new NetworkChange.Accepted(reset, messages);
    } catch (RedfishException e) {
      if (e.mayHaveArrived()
          && e.status().isEmpty()
          && (e.kind() == Kind.CONNECTION || e.kind() == Kind.TIMEOUT)
          && !Thread.currentThread().isInterrupted()) {
        return new NetworkChange.ConnectionLost(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private record Request(String uri, JsonNode body) {}

  /** In the terms that the port's own resource uses; iDRAC's are in its attributes. */
  private Request request(EthernetInterface port, Ipv4Settings settings) {
    var resource = connection.get(port.uri()).body();
    var dhcp = resource.path("DHCPv4").isObject();
    if (dhcp || resource.has("IPv4StaticAddresses")) {
      var body = Json.object();
      if (dhcp) {
        body.putObject("DHCPv4").put("DHCPEnabled", false);
      }
      body.putArray("IPv4StaticAddresses")
          .addObject()
          .put("Address", settings.address())
          .put("SubnetMask", settings.subnetMask())
          .put("Gateway", settings.gateway());
      return new Request(port.uri(), body);
    }
    var manager = connection.get(port.managerUri()).body();
    for (var uri : Json.links(manager, "Links", "Oem", "Dell", "DellAttributes")) {
      var attributes = connection.find(uri);
      if (attributes != null && attributes.body().path("Attributes").has(DELL_ADDRESS)) {
        var body = Json.object();
        body.putObject("Attributes")
            .put("IPv4.1.DHCPEnable", "Disabled")
            .put(DELL_ADDRESS, settings.address())
            .put("IPv4Static.1.Netmask", settings.subnetMask())
            .put("IPv4Static.1.Gateway", settings.gateway());
        return new Request(uri, body);
      }
    }
    var body = Json.object();
    body.putArray("IPv4Addresses")
        .addObject()
        .put("Address", settings.address())
        .put("SubnetMask", settings.subnetMask())
        .put("Gateway", settings.gateway())
        .put("AddressOrigin", "Static");
    return new Request(port.uri(), body);
  }
}
