package org.hwautomation.store;

import java.util.Optional;
import org.hwautomation.workflow.Value;

/**
 * What the original's {@code servers} has no column for. When it is written, what is empty here
 * keeps its stored value.
 *
 * @param maasSystemId such as {@code 4y3h7n}
 * @param bmcMac the BMC's own MAC address
 * @param bmcPassword where the password is kept, never the password
 * @param inventory what discovery found, as JSON
 */
public record ServerIdentity(
    Optional<String> hostname,
    Optional<String> maasSystemId,
    Optional<String> vendor,
    Optional<String> serial,
    Optional<String> uuid,
    Optional<String> bmcMac,
    Optional<String> bmcUsername,
    Optional<Value.SecretReference> bmcPassword,
    Optional<String> inventory) {

  /** Nothing known. */
  public static final ServerIdentity EMPTY =
      new ServerIdentity(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The same with the names that MAAS gave. */
  public ServerIdentity withNames(String newHostname, String newMaasSystemId) {
    return new ServerIdentity(
        Optional.of(newHostname),
        Optional.of(newMaasSystemId),
        vendor,
        serial,
        uuid,
        bmcMac,
        bmcUsername,
        bmcPassword,
        inventory);
  }

  /** The same with what tells the machine itself. */
  public ServerIdentity withMachine(
      Optional<String> newVendor,
      Optional<String> newSerial,
      Optional<String> newUuid,
      Optional<String> newBmcMac) {
    return new ServerIdentity(
        hostname,
        maasSystemId,
        newVendor,
        newSerial,
        newUuid,
        newBmcMac,
        bmcUsername,
        bmcPassword,
        inventory);
  }

  /** The same with the BMC's credentials. */
  public ServerIdentity withBmc(String username, Value.SecretReference password) {
    return new ServerIdentity(
        hostname,
        maasSystemId,
        vendor,
        serial,
        uuid,
        bmcMac,
        Optional.of(username),
        Optional.of(password),
        inventory);
  }

  /** The same with what discovery found. */
  public ServerIdentity withInventory(String json) {
    return new ServerIdentity(
        hostname,
        maasSystemId,
        vendor,
        serial,
        uuid,
        bmcMac,
        bmcUsername,
        bmcPassword,
        Optional.of(json));
  }
}
