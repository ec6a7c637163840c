package org.hwautomation.simulator;

/**
 * A BMC's IPv4 configuration (IPMI 2.0, table 23-4; Redfish {@code EthernetInterface}).
 *
 * @param dhcp whether the address comes from DHCP
 * @param vlan 802.1q id, or 0 for none
 */
public record BmcNetwork(boolean dhcp, String address, String mask, String gateway, int vlan) {
  public BmcNetwork withDhcp(boolean value) {
    return new BmcNetwork(value, address, mask, gateway, vlan);
  }

  public BmcNetwork withAddress(String value) {
    return new BmcNetwork(dhcp, value, mask, gateway, vlan);
  }

  public BmcNetwork withMask(String value) {
    return new BmcNetwork(dhcp, address, value, gateway, vlan);
  }

  public BmcNetwork withGateway(String value) {
    return new BmcNetwork(dhcp, address, mask, value, vlan);
  }

  public BmcNetwork withVlan(int value) {
    return new BmcNetwork(dhcp, address, mask, gateway, value);
  }

  /** Whether the gateway is another address of the same subnet, or there is none (0.0.0.0). */
  public boolean gatewayReachable() {
    var to = number(gateway);
    return to == 0
        || ((to & number(mask)) == (number(address) & number(mask)) && to != number(address));
  }

  /** Whether {@code text} is a dotted IPv4 address. */
  public static boolean isAddress(String text) {
    var octets = text.split("\\.", -1);
    if (octets.length != 4) {
      return false;
    }
    for (var octet : octets) {
      if (!octet.matches("\\d{1,3}") || Integer.parseInt(octet) > 255) {
        return false;
      }
    }
    return true;
  }

  private static int number(String address) {
    if (!isAddress(address)) {
      throw new IllegalArgumentException("not an IPv4 address: '" + address + "'");
    }
    var number = 0;
    for (var octet : address.split("\\.", -1)) {
      number = number << 8 | Integer.parseInt(octet);
    }
    return number;
  }
}
