package org.hwautomation.provisioning.configuration;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.discovery.ExpectedHardware;
import org.hwautomation.provisioning.maintenance.Maintenance;
import org.hwautomation.provisioning.network.Ipv4Address;

/**
 * Reads {@code servers: {NAME: {bmc: {address, username, password, pins}, window: NAME, hardware:
 * {…}}}}.
 */
final class ServerOverrides {
  private static final List<String> KEYS = List.of("bmc", "window", "hardware");
  private static final List<String> BMC_KEYS = List.of("address", "username", "password", "pins");

  private final List<String> unknown;
  private final Maintenance maintenance;
  private final Map<String, String> addresses = new HashMap<>();

  ServerOverrides(List<String> unknown, Maintenance maintenance) {
    this.unknown = unknown;
    this.maintenance = maintenance;
  }

  Map<String, ServerOverride> read(YamlNode node) {
    var servers = new LinkedHashMap<String, ServerOverride>();
    for (var server : node.asMapping("servers").entries()) {
      var name = "servers." + server.key();
      var mapping = server.value().asMapping(name);
      for (var entry : mapping.entries()) {
        if (!KEYS.contains(entry.key())) {
          warn(entry, name, KEYS);
        }
      }
      var bmc =
          mapping
              .find("bmc")
              .map(given -> given.asMapping(name + ".bmc"))
              .orElseGet(() -> new YamlNode.Mapping(List.of(), mapping.position()));
      var hardware =
          mapping
              .find("hardware")
              .map(
                  given ->
                      ExpectedHardware.read(
                          name + ".hardware",
                          given,
                          (key, what) -> unknown.add(key.position() + ": " + what)))
              .orElse(ExpectedHardware.NOTHING);
      var window = mapping.find("window").map(given -> window(name + ".window", given));
      servers.put(server.key(), override(server.key(), bmc, window, hardware));
    }
    return servers;
  }

  private String window(String name, YamlNode node) {
    var window = text(name, node);
    if (!window.equals(Maintenance.ANY_TIME) && maintenance.find(window).isEmpty()) {
      throw new ConfigurationException(node.position(), name + ": " + maintenance.unknown(window));
    }
    return window;
  }

  private ServerOverride override(
      String server, YamlNode.Mapping bmc, Optional<String> window, ExpectedHardware hardware) {
    var name = "servers." + server + ".bmc";
    for (var entry : bmc.entries()) {
      if (!BMC_KEYS.contains(entry.key())) {
        warn(entry, name, BMC_KEYS);
      }
    }
    return new ServerOverride(
        server,
        bmc.find("address").map(node -> address(server, node.asScalar(name + ".address"))),
        bmc.find("username").map(node -> text(name + ".username", node)),
        bmc.find("password").map(node -> Secret.of(text(name + ".password", node))),
        bmc.find("pins").map(node -> TlsPins.read(name + ".pins", node)).orElse(TlsPins.NONE),
        window,
        hardware);
  }

  private String address(String server, YamlNode.Scalar scalar) {
    var name = "servers." + server + ".bmc.address";
    var address = text(name, scalar);
    try {
      if (address.matches("[0-9.]+")) {
        var ip = Ipv4Address.parse(address);
        if (!ip.isHost()) {
          throw new IllegalArgumentException(ip + " is no address of one host");
        }
      } else if (!address.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9a-fA-F:]+")) {
        throw new IllegalArgumentException(
            "'" + address + "' is neither an address nor a host name; write it without port");
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(scalar.position(), name + ": " + e.getMessage());
    }
    var other = addresses.putIfAbsent(address, server);
    if (other != null) {
      throw new ConfigurationException(
          scalar.position(),
          "%s: %s is also the BMC of server '%s'; two servers cannot share one"
              .formatted(name, address, other));
    }
    return address;
  }

  private static String text(String name, YamlNode node) {
    var scalar = node.asScalar(name);
    if (scalar.isNull() || scalar.text().isBlank()) {
      throw new ConfigurationException(
          scalar.position(), name + " is empty; write a value or remove the key");
    }
    return scalar.text();
  }

  private void warn(YamlNode.Entry entry, String in, List<String> known) {
    unknown.add(
        entry.position() + ": " + in + ": " + ValueTypes.unknown(entry.key(), known) + "; ignored");
  }

  /** The override of a server, or one that says nothing. */
  static ServerOverride find(Map<String, ServerOverride> servers, String name) {
    return Optional.ofNullable(servers.get(name))
        .orElseGet(
            () ->
                new ServerOverride(
                    name,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    TlsPins.NONE,
                    Optional.empty(),
                    ExpectedHardware.NOTHING));
  }
}
