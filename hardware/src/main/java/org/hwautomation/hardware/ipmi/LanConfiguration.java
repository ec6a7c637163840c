package org.hwautomation.hardware.ipmi;

import java.util.List;
import java.util.OptionalInt;

/**
 * The network settings of one channel of a BMC. Texts that the BMC does not tell are empty.
 *
 * @param source {@code Static Address}, {@code DHCP Address} or what else it says
 * @param macAddress in lower case
 * @param vlan empty if it is off
 * @param cipherSuites those the BMC has
 * @param cipherPrivileges a letter a suite, from suite 0 on, as ipmitool prints them
 */
public record LanConfiguration(
    int channel,
    String source,
    String address,
    String netmask,
    String gateway,
    String macAddress,
    OptionalInt vlan,
    List<Integer> cipherSuites,
    String cipherPrivileges) {
  public LanConfiguration {
    cipherSuites = List.copyOf(cipherSuites);
  }

  public boolean isStatic() {
    return source.toLowerCase(java.util.Locale.ROOT).startsWith("static");
  }

  public boolean isDhcp() {
    return source.toLowerCase(java.util.Locale.ROOT).startsWith("dhcp");
  }
}
