package org.hwautomation.provisioning.discovery;

import java.util.Locale;

/**
 * Who says something of a server. Where sources differ, the first of this order is believed: the
 * firmware's tables as the host reads them, the BMC, what the kernel sees, and MAAS last, which
 * remembers its latest commissioning.
 */
public enum Source {
  DMIDECODE,
  REDFISH,
  LSCPU,
  LSBLK,
  IP,
  LLDP,
  IPMITOOL,
  MAAS;

  /** As people read it, {@code dmidecode}. */
  public String label() {
    return switch (this) {
      case REDFISH -> "Redfish";
      case MAAS -> "MAAS";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }

  /** True for what the host itself says, which only a run with a window on it can ask. */
  public boolean inBand() {
    return this != REDFISH && this != MAAS;
  }
}
