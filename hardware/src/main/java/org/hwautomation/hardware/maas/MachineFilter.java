package org.hwautomation.hardware.maas;

import java.util.List;

/**
 * Which machines to list. An empty list does not filter; several values of one kind are
 * alternatives, several kinds must all hold. MAAS does the filtering.
 *
 * @param statuses as MAAS writes them in a filter: {@code ready}, {@code failed_commissioning}, …
 */
public record MachineFilter(
    List<String> hostnames,
    List<String> macAddresses,
    List<String> systemIds,
    List<String> tags,
    List<String> zones,
    List<String> pools,
    List<String> domains,
    List<String> statuses) {
  /** Every machine. */
  public static final MachineFilter ALL =
      new MachineFilter(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  public MachineFilter {
    hostnames = List.copyOf(hostnames);
    macAddresses = List.copyOf(macAddresses);
    systemIds = List.copyOf(systemIds);
    tags = List.copyOf(tags);
    zones = List.copyOf(zones);
    pools = List.copyOf(pools);
    domains = List.copyOf(domains);
    statuses = List.copyOf(statuses);
  }

  public static MachineFilter hostname(String hostname) {
    return new MachineFilter(
        List.of(hostname),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public static MachineFilter mac(String macAddress) {
    return new MachineFilter(
        List.of(),
        List.of(macAddress),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public static MachineFilter tag(String tag) {
    return new MachineFilter(
        List.of(), List.of(), List.of(), List.of(tag), List.of(), List.of(), List.of(), List.of());
  }

  Form form() {
    return new Form()
        .all("hostname", hostnames)
        .all("mac_address", macAddresses)
        .all("id", systemIds)
        .all("tags", tags)
        .all("zone", zones)
        .all("pool", pools)
        .all("domain", domains)
        .all("status", statuses);
  }
}
