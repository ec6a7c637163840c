package org.hwautomation.simulator;

import java.util.ArrayList;
import java.util.List;

/** Looks for what a finished job must not leave behind. */
final class FinalCheck {
  private final DataCentre dataCentre;
  private final List<UnsafeAct> found = new ArrayList<>();

  FinalCheck(DataCentre dataCentre) {
    this.dataCentre = dataCentre;
  }

  List<UnsafeAct> run() {
    for (var server : dataCentre.servers()) {
      checkNetwork(server);
      checkMaas(server);
    }
    return found;
  }

  private void checkNetwork(SimulatedServer server) {
    var network = server.bmc().network();
    if (!network.gatewayReachable()) {
      add(
          server,
          UnsafeKind.GATEWAY_OUTSIDE_SUBNET,
          network.address() + " by " + network.gateway());
    }
  }

  private void checkMaas(SimulatedServer server) {
    var parameters = server.maas().powerParameters();
    var address = parameters.getOrDefault("power_address", "");
    if (server.maas().powerType().equals("manual") || address.isEmpty() || server.maas().misled()) {
      return;
    }
    var host = address.replaceFirst("^https?://", "").replaceFirst("[:/].*$", "");
    var owner =
        dataCentre.servers().stream()
            .filter(s -> s.bmc().network().address().equals(host))
            .findFirst();
    if (owner.isEmpty()) {
      add(server, UnsafeKind.MAAS_POWER_ADDRESS_DEAD, host);
    } else if (owner.get() != server) {
      add(server, UnsafeKind.MAAS_POWER_ADDRESS_WRONG, host + " is " + owner.get().hostname());
    } else if (!server
        .bmc()
        .accounts()
        .opens(
            parameters.getOrDefault("power_user", ""), parameters.getOrDefault("power_pass", ""))) {
      add(
          server,
          UnsafeKind.MAAS_POWER_CREDENTIAL_REFUSED,
          parameters.getOrDefault("power_user", ""));
    }
  }

  private void add(SimulatedServer server, UnsafeKind kind, String detail) {
    found.add(
        new UnsafeAct(
            -1, dataCentre.time().now(), server.hostname(), kind, Channel.CONSOLE, detail));
  }
}
