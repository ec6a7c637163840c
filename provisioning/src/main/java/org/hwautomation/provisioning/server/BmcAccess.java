package org.hwautomation.provisioning.server;

import java.util.Set;
import org.hwautomation.hardware.Credentials;

/**
 * Where a BMC is and how to log in.
 *
 * @param address IPv4 address or host name
 * @param addressOrigin who said so, such as {@code MAAS power parameters}
 * @param credentialsOrigin who said so
 * @param pins fingerprints of its certificate; empty means that it must verify
 */
public record BmcAccess(
    String address,
    String addressOrigin,
    Credentials credentials,
    String credentialsOrigin,
    Set<String> pins) {
  public BmcAccess {
    pins = Set.copyOf(pins);
  }

  /** The same at another address. */
  public BmcAccess at(String newAddress, String origin) {
    return new BmcAccess(newAddress, origin, credentials, credentialsOrigin, pins);
  }

  /** The same with another login. */
  public BmcAccess as(Credentials login, String origin) {
    return new BmcAccess(address, addressOrigin, login, origin, pins);
  }

  /** The same with one more certificate accepted. */
  public BmcAccess pinned(String fingerprint) {
    return new BmcAccess(
        address, addressOrigin, credentials, credentialsOrigin, Set.of(fingerprint));
  }
}
