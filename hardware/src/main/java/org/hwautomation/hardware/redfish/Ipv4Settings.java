package org.hwautomation.hardware.redfish;

import java.util.regex.Pattern;

/**
 * A static IPv4 configuration that holds together: made only if the gateway lies in the subnet and
 * is another address.
 *
 * @param subnetMask in dotted form, such as {@code 255.255.255.0}
 */
public record Ipv4Settings(String address, String subnetMask, String gateway) {
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");

  public Ipv4Settings {
    var mask = bits(subnetMask, "subnet mask");
    var host = bits(address, "address");
    var router = bits(gateway, "gateway");
    if (mask == 0 || mask == -1 || (~mask & (~mask + 1)) != 0) {
      throw new IllegalArgumentException("'" + subnetMask + "' is no subnet mask");
    }
    if (host == router) {
      throw new IllegalArgumentException("the address " + address + " is that of the gateway");
    }
    if ((host & mask) != (router & mask)) {
      throw new IllegalArgumentException(
          "the gateway " + gateway + " is not in the subnet of " + address + "/" + subnetMask);
    }
    var rest = host & ~mask;
    if (~mask != 1 && (rest == 0 || rest == ~mask)) {
      throw new IllegalArgumentException(
          address + " is the network or broadcast address of its subnet " + subnetMask);
    }
  }

  private static int bits(String text, String what) {
    var octets = text.split("\\.", -1);
    var bits = 0;
    for (var octet : octets) {
      if (octets.length != 4 || !OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
        throw new IllegalArgumentException("'" + text + "' is no IPv4 " + what);
      }
      bits = bits << 8 | Integer.parseInt(octet);
    }
    return bits;
  }
}
