package org.hwautomation.provisioning.steps;

import java.net.URI;

/** MAAS's {@code power_address}: an address, or for some Redfish BMCs a URL. */
final class PowerAddress {
  private PowerAddress() {}

  /** The same with another host; what else a URL holds is kept. */
  static String withHost(String powerAddress, String host) {
    if (!powerAddress.contains("://")) {
      return host;
    }
    var old = URI.create(powerAddress).getHost();
    return old == null ? host : powerAddress.replace(old, host);
  }
}
