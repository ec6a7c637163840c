package org.hwautomation.provisioning.discovery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An Ethernet port of the host.
 *
 * @param name of the kernel, {@code eno1}
 * @param mac lower case with colons; null where there is none
 * @param up true if it is switched on and has a link
 * @param addresses with prefix length, {@code 10.1.4.88/16}; IPv6 link-local ones left out
 */
public record NetworkInterface(
    String name, @Nullable String mac, boolean up, List<String> addresses) {
  public NetworkInterface {
    addresses = List.copyOf(addresses);
  }
}
