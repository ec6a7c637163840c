package org.hwautomation.hardware.ipmi;

import java.util.regex.Pattern;

/**
 * A static IPv4 address for a BMC.
 *
 * @param gateway {@code 0.0.0.0} for none
 */
public record LanSettings(String address, String netmask, String gateway) {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

  public LanSettings {
    check("address", address);
    check("netmask", netmask);
    check("gateway", gateway);
  }

  private static void check(String name, String value) {
    if (!IPV4.matcher(value).matches()) {
      throw new IllegalArgumentException(name + " '" + value + "' is not an IPv4 address");
    }
  }
}
