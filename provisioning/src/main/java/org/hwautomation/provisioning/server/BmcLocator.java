package org.hwautomation.provisioning.server;

import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.hardware.maas.PowerParameters;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.configuration.ConfigurationException;

/**
 * Finds a server's BMC. The address comes from the first of: {@code servers.NAME.bmc.address} in
 * the configuration, MAAS's power parameters, the inventory. The login comes from the first of:
 * {@code servers.NAME.bmc}, MAAS's power parameters, {@code bmc.username} and {@code bmc.password}.
 */
public final class BmcLocator {
  private final Configuration configuration;
  private final Inventory inventory;

  public BmcLocator(Configuration configuration, Inventory inventory) {
    this.configuration = configuration;
    this.inventory = inventory;
  }

  /**
   * Where the BMC of {@code machine} is.
   *
   * @throws ConfigurationException if nobody says where it is, or with which login
   */
  public BmcAccess locate(Machine machine, PowerParameters power) {
    var configured = configuration.server(machine.hostname());
    if (configured.bmcAddress().isEmpty() && configured.bmcUsername().isEmpty()) {
      configured = configuration.server(machine.systemId());
    }
    var known = inventory.find(machine.systemId());
    var inMaas = Optional.of(power.address()).filter(a -> !a.isBlank()).map(BmcLocator::hostOf);
    var inInventory = known.flatMap(Inventory.Known::bmcAddress);
    var name = configured.name();
    var address =
        configured
            .bmcAddress()
            .or(() -> inMaas)
            .or(() -> inInventory)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        ("nobody says where the BMC of %s is; set its power parameters in MAAS, or"
                                + " servers.%s.bmc.address in hwauto.yaml")
                            .formatted(machine.hostname(), machine.hostname())));
    var addressOrigin =
        configured.bmcAddress().isPresent()
            ? "servers." + name + ".bmc.address"
            : inMaas.isPresent() ? "MAAS power parameters" : "inventory";
    var login = login(machine, configured.bmcUsername().isPresent(), name, power);
    var pins = new HashSet<>(configuration.bmcPins().at(address));
    pins.addAll(configured.pins().anywhere());
    inventory.pinned(machine.systemId()).ifPresent(pins::add);
    return new BmcAccess(address, addressOrigin, login.credentials(), login.origin(), pins);
  }

  private record Login(Credentials credentials, String origin) {}

  private Login login(Machine machine, boolean configuredHere, String name, PowerParameters power) {
    if (configuredHere) {
      var credentials = configuration.bmcCredentials(name);
      if (credentials.isPresent()) {
        return new Login(credentials.get(), "servers." + name + ".bmc");
      }
    }
    if (!power.user().isBlank() && !power.password().isEmpty()) {
      return new Login(Credentials.of(power.user(), power.password()), "MAAS power parameters");
    }
    return configuration
        .bmcCredentials(name)
        .map(credentials -> new Login(credentials, "bmc.username and bmc.password"))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    ("nobody says how to log in to the BMC of %s; set its power parameters in MAAS,"
                            + " or bmc.username in hwauto.yaml and HWAUTO_BMC_PASSWORD")
                        .formatted(machine.hostname())));
  }

  /** MAAS keeps an address or, for some Redfish BMCs, a URL. */
  static String hostOf(String powerAddress) {
    if (!powerAddress.contains("://")) {
      return powerAddress.strip();
    }
    var host = URI.create(powerAddress.strip()).getHost();
    return host == null ? powerAddress : host;
  }
}
