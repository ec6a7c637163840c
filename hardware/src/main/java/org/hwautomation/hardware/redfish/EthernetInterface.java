package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A network port of a BMC.
 *
 * @param managerUri whose port it is
 * @param macAddress as the BMC spells it, either case
 * @param enabled null if the BMC does not say
 * @param addresses in use now
 * @param staticAddresses configured, in use or not
 * @param dhcp whether IPv4 comes from DHCP; by the origin of the address where the BMC does not say
 * @param vlan null if the BMC does not say
 * @param towardsHost true for the inner link between BMC and host, which is no way in
 */
public record EthernetInterface(
    String id,
    String uri,
    String managerUri,
    @Nullable String name,
    @Nullable String macAddress,
    @Nullable Boolean enabled,
    @Nullable String linkStatus,
    List<Ipv4Address> addresses,
    List<Ipv4Address> staticAddresses,
    @Nullable Boolean dhcp,
    @Nullable Boolean vlan,
    OptionalInt vlanId,
    boolean towardsHost) {
  public EthernetInterface {
    addresses = List.copyOf(addresses);
    staticAddresses = List.copyOf(staticAddresses);
  }

  /**
   * An IPv4 address with what belongs to it.
   *
   * @param origin {@code Static}, {@code DHCP}, {@code BOOTP} or {@code IPv4LinkLocal}
   */
  public record Ipv4Address(
      String address,
      @Nullable String subnetMask,
      @Nullable String gateway,
      @Nullable String origin) {}

  /** The first address in use. */
  public Optional<Ipv4Address> address() {
    return addresses.stream().findFirst();
  }

  static EthernetInterface of(String managerUri, String uri, JsonNode port) {
    var addresses = addresses(port.path("IPv4Addresses"));
    var dhcp = port.path("DHCPv4").path("DHCPEnabled");
    return new EthernetInterface(
        Json.textOr(port, ComputerSystem.lastSegment(uri), "Id"),
        uri,
        managerUri,
        Json.text(port, "Name"),
        macAddress(port),
        bool(port.path("InterfaceEnabled")),
        Json.text(port, "LinkStatus"),
        addresses,
        addresses(port.path("IPv4StaticAddresses")),
        dhcp.isBoolean() ? bool(dhcp) : byOrigin(addresses),
        bool(port.path("VLAN").path("VLANEnable")),
        Json.integer(port, "VLAN", "VLANId"),
        Json.link(port, "Links", "HostInterface") != null);
  }

  private static @Nullable String macAddress(JsonNode port) {
    var mac = Json.text(port, "MACAddress");
    return mac == null ? Json.text(port, "PermanentMACAddress") : mac;
  }

  private static @Nullable Boolean byOrigin(List<Ipv4Address> addresses) {
    var origin = addresses.isEmpty() ? null : addresses.getFirst().origin();
    return origin == null ? null : (Boolean) origin.equalsIgnoreCase("DHCP");
  }

  private static @Nullable Boolean bool(JsonNode value) {
    return value.isBoolean() ? (Boolean) value.booleanValue() : null;
  }

  private static List<Ipv4Address> addresses(JsonNode list) {
    var addresses = new ArrayList<Ipv4Address>();
    for (var entry : list) {
      var address = Json.text(entry, "Address");
      if (address != null && !address.equals("0.0.0.0")) {
        addresses.add(
            new Ipv4Address(
                address,
                Json.text(entry, "SubnetMask"),
                Json.text(entry, "Gateway"),
                Json.text(entry, "AddressOrigin")));
      }
    }
    return addresses;
  }
}
