package org.hwautomation.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;

/** The configuration with which the product works on a simulated data centre. */
final class SimulatedSetup {
  /** Tells a file that may be written over. */
  static final String FIRST_LINE = "# A simulated data centre; gone when the simulator ends.";

  private final DataCentre dataCentre;

  SimulatedSetup(DataCentre dataCentre) {
    this.dataCentre = dataCentre;
  }

  /** A configuration file; the certificates that the simulated BMCs show are pinned in it. */
  String yaml() {
    var sections = new LinkedHashMap<String, Map<String, String>>();
    var addresses = new LinkedHashMap<String, String>();
    dataCentre
        .configuration()
        .forEach(
            (name, value) -> {
              if (name.startsWith("network.address_map/")) {
                addresses.put(name.substring(name.indexOf('/') + 1), value);
              } else {
                var dot = name.indexOf('.');
                sections
                    .computeIfAbsent(name.substring(0, dot), key -> new LinkedHashMap<>())
                    .put(name.substring(dot + 1), value);
              }
            });
    var text = new StringBuilder(FIRST_LINE + "\n");
    sections.forEach(
        (section, values) -> {
          if (!section.equals("simulator")) {
            text.append(section).append(":\n");
            values.forEach(
                (key, value) ->
                    text.append("  ").append(key).append(": \"").append(value).append("\"\n"));
          }
        });
    text.append("network:\n  address_map:\n");
    addresses.forEach(
        (from, to) ->
            text.append("    \"").append(from).append("\": \"").append(to).append("\"\n"));
    text.append("bmc:\n  pins:\n");
    var map = AddressMap.of(addresses);
    for (var server : dataCentre.servers()) {
      var address = server.bmc().network().address();
      var shown =
          RedfishClient.presentedCertificate(
              URI.create("https://" + address), map, RedfishClient.DEFAULT_CONNECT_TIMEOUT);
      text.append("    \"")
          .append(address)
          .append("\": \"")
          .append(shown.fingerprint().hex())
          .append("\"\n");
    }
    return text.toString();
  }

  Configuration configuration(Path state) {
    return Configuration.loader()
        .text("simulated data centre", yaml())
        .flag("state_dir", "--state", state.toString())
        .load();
  }

  /** The shipped device type that fits a simulated server. */
  static String deviceType(SimulatedServer server) {
    return deviceType(server.personality());
  }

  /** The shipped device type that fits such servers. */
  static String deviceType(Personality personality) {
    return switch (personality) {
      case DELL -> "d1.c2.medium";
      case HPE -> "a1.c5.large";
      case SUPERMICRO -> "s2.c2.medium";
    };
  }

  /** An address for the BMC of the {@code index}-th server, from 0, in the simulated network. */
  static String targetAddress(int index) {
    return "10.0.%d.%d".formatted(1 + index / 100, 101 + index % 100);
  }
}
