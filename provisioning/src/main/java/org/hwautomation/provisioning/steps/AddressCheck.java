package org.hwautomation.provisioning.steps;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.Endpoint;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.server.Inventory;

/** Whether a BMC can get an address: it fits, nobody claims it, and nobody answers there. */
final class AddressCheck {
  /** Ports that a BMC, a host or a switch would answer on. */
  private static final List<Integer> PORTS = List.of(443, 22, 80);

  private static final int CONNECT_MILLIS = 1500;

  private AddressCheck() {}

  /**
   * The move that the run was asked for, if any, checked against the network.
   *
   * @throws RefusedException by safety rule 7
   */
  static Optional<PlannedMove> plan(ServerWork work) {
    var port = work.bmc().client().network().primary();
    var planned = PlannedMove.of(work, port);
    planned
        .filter(plan -> !plan.already())
        .ifPresent(
            plan -> {
              var target = plan.settings().address();
              var same = work.bmc().access().address().equals(target);
              claimant(work, target)
                  .ifPresent(
                      other -> {
                        throw new RefusedException(
                            7,
                            "address %s belongs to the BMC of %s; choose another"
                                .formatted(target, other));
                      });
              if (!same) {
                requireSilence(work, target);
              }
            });
    return planned;
  }

  private static Optional<String> claimant(ServerWork work, String target) {
    return work.inventory().all().stream()
        .filter(known -> !known.serverId().equals(work.systemId()))
        .filter(known -> known.bmcAddress().equals(Optional.of(target)))
        .map(Inventory.Known::serverId)
        .findFirst();
  }

  /** An address that is mapped for some port is asked there only: the others lead elsewhere. */
  static List<Integer> portsToAsk(AddressMap map, String target) {
    var mapped = PORTS.stream().filter(port -> map.mapping(target, port).isPresent()).toList();
    return mapped.isEmpty() ? PORTS : mapped;
  }

  private static void requireSilence(ServerWork work, String target) {
    var map = work.connections().configuration().network().addressMap();
    for (var port : portsToAsk(map, target)) {
      if (answers(map.resolve(target, port), map.mapping(target, port).isPresent())) {
        throw new RefusedException(
            7,
            "somebody answers at %s (port %d) already; choose a free address"
                .formatted(target, port));
      }
    }
  }

  /** A refused connection is an answer too, unless it comes from whoever maps the address. */
  private static boolean answers(Endpoint endpoint, boolean mapped) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECT_MILLIS);
      return true;
    } catch (java.net.ConnectException e) {
      var refused = String.valueOf(e.getMessage()).contains("refused");
      return refused && !mapped;
    } catch (IOException e) {
      return false;
    }
  }
}
