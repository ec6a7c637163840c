package org.hwautomation.provisioning.safety;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hwautomation.provisioning.network.Ipv4Address;

/**
 * One address that several servers claim.
 *
 * @param servers two or more, sorted
 */
public record DuplicateAddress(Ipv4Address address, List<String> servers) {
  public DuplicateAddress {
    servers = List.copyOf(servers);
  }

  /** All duplicates among server to address, by address. */
  public static List<DuplicateAddress> find(Map<String, Ipv4Address> claimed) {
    var servers = new TreeMap<Ipv4Address, List<String>>();
    claimed.forEach(
        (server, address) -> servers.computeIfAbsent(address, _ -> new ArrayList<>()).add(server));
    return servers.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(
            entry ->
                new DuplicateAddress(entry.getKey(), entry.getValue().stream().sorted().toList()))
        .toList();
  }

  @Override
  public String toString() {
    return address + " is claimed by " + String.join(", ", servers);
  }
}
