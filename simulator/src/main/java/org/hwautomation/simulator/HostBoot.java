package org.hwautomation.simulator;

import java.security.KeyPair;
import java.util.List;
import java.util.UUID;

/**
 * One boot of a host.
 *
 * @param number 1 for the first boot of this server
 * @param address where the host answers (simulated, {@code 10.1.y.z})
 * @param hostKey SSH host key (EC, P-256) of this boot; a system on disk keeps its own
 * @param authorizedKeys OpenSSH public key lines that may log in
 */
public record HostBoot(
    int number,
    UUID bootId,
    HostEnvironment environment,
    String address,
    KeyPair hostKey,
    List<String> authorizedKeys) {
  public HostBoot {
    authorizedKeys = List.copyOf(authorizedKeys);
  }

  @Override
  public String toString() {
    return "boot " + number + " into " + environment + " at " + address;
  }
}
