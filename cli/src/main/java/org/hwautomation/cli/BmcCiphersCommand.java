package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.ipmi.CipherSuites;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.provisioning.WorkflowManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows a BMC's IPMI cipher suites, and which are too weak. */
@Command(
    name = "ciphers",
    description = {
      "Show the IPMI cipher suites of a BMC, by its own list, and what closing 0 and 1 would change.",
      "A run closes them: hwauto start firmware_first --server SERVER --set close_weak_ciphers=true"
    })
final class BmcCiphersCommand implements Callable<Integer> {
  private static final int IPMI_PORT = 623;

  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("bmc ciphers")) {
      var place = target.place(manager);
      var client = client(manager, place);
      var suites = read(manager, place, client);
      var rows = rows(suites);
      var document = new LinkedHashMap<String, Object>();
      document.put("host", place.name());
      document.put("levels", suites.letters());
      document.put("suites", rows);
      document.put("weak", List.copyOf(suites.weakOnes()));
      screen.result(
          document,
          () -> {
            screen.table(
                List.of("SUITE", "HIGHEST PRIVILEGE", ""),
                rows.stream()
                    .map(row -> row.values().stream().map(String::valueOf).toList())
                    .toList());
            screen.line(advice(suites));
          });
      return ExitCodes.DONE;
    }
  }

  private static IpmiClient client(WorkflowManager manager, BmcPlace place) {
    return switch (place) {
      case BmcPlace.Managed managed ->
          manager
              .connections()
              .ipmi(
                  managed.address(), IPMI_PORT, managed.access().credentials(), BmcPlace.READ_ONLY);
      case BmcPlace.IpmiHost host ->
          manager
              .connections()
              .ipmi(host.host(), host.port(), host.credentials(), BmcPlace.READ_ONLY);
      case BmcPlace.RedfishUrl url ->
          throw new IllegalArgumentException(
              "Redfish does not tell cipher suites; use --ipmi " + url.address());
    };
  }

  private static CipherSuites read(WorkflowManager manager, BmcPlace place, IpmiClient client) {
    try {
      var channel =
          client
              .lanChannel()
              .orElseThrow(
                  () ->
                      new HardwareException(
                          HardwareException.Kind.REJECTED,
                          client.peer(),
                          client.peer() + " has no LAN channel"));
      return client.cipherSuites(channel);
    } catch (HardwareException e) {
      switch (place) {
        case BmcPlace.Managed managed ->
            manager
                .connections()
                .noteRefusal(e, managed.address(), managed.access().credentials(), "IPMI");
        case BmcPlace.IpmiHost host ->
            manager.connections().noteRefusal(e, host.host(), host.credentials(), "IPMI");
        case BmcPlace.RedfishUrl url -> {
          // asks nobody
        }
      }
      throw e;
    }
  }

  private static List<Map<String, Object>> rows(CipherSuites suites) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var suite : suites.entries()) {
      var row = new LinkedHashMap<String, Object>();
      row.put("suite", suite);
      row.put("privilege", privilege(suites, suite));
      row.put("note", suites.weakOnes().contains(suite) ? "weak" : "");
      rows.add(row);
    }
    return rows;
  }

  private static String privilege(CipherSuites suites, int suite) {
    var place = suites.place(suite);
    if (place.isEmpty()) {
      return "can't be told";
    }
    return switch (suites.letters().charAt(place.getAsInt())) {
      case 'X' -> "closed";
      case 'c' -> "callback";
      case 'u' -> "user";
      case 'o' -> "operator";
      case 'a' -> "administrator";
      case 'O' -> "oem";
      default -> "reserved";
    };
  }

  private static String advice(CipherSuites suites) {
    var weak = suites.weakOnes();
    if (weak.isEmpty()) {
      return "suites 0 and 1 are not offered, or closed; levels " + suites.letters();
    }
    return weak.stream().anyMatch(suite -> suites.place(suite).isEmpty())
        ? "levels %s: by the order of this list, or by the suites' numbers? It can't be told, so no run closes 0 and 1 here"
            .formatted(suites.letters())
        : "closing 0 and 1 would change the levels from %s to %s"
            .formatted(suites.letters(), suites.closing(weak).letters());
  }
}
