package org.hwautomation.provisioning.steps;

import java.util.Optional;
import org.hwautomation.hardware.redfish.EthernetInterface;
import org.hwautomation.hardware.redfish.Ipv4Settings;
import org.hwautomation.provisioning.network.Ipv4Address;
import org.hwautomation.provisioning.safety.BmcMove;
import org.hwautomation.provisioning.safety.RefusedException;

/**
 * The move of a BMC that a run was asked for, checked (safety rule 7): what the user gave, else
 * what is configured, else what the BMC has now.
 *
 * @param already true if the BMC has all of it now
 */
record PlannedMove(BmcMove move, Ipv4Settings settings, boolean already) {

  /** Empty if no target was given. */
  static Optional<PlannedMove> of(ServerWork work, Optional<EthernetInterface> port) {
    var target = work.given().targetIpmiIp();
    if (target.isEmpty()) {
      return Optional.empty();
    }
    var network = work.connections().configuration().network();
    var now = port.flatMap(EthernetInterface::address);
    var mask =
        work.given()
            .subnetMask()
            .or(() -> network.subnetMask().map(Ipv4Address::toString))
            .or(() -> now.map(EthernetInterface.Ipv4Address::subnetMask))
            .orElseThrow(
                () ->
                    new RefusedException(
                        7, "no subnet mask is known for the BMC; give --subnet-mask"));
    var gateway =
        work.given()
            .gateway()
            .or(() -> network.gateway().map(Ipv4Address::toString))
            .or(() -> now.map(EthernetInterface.Ipv4Address::gateway))
            .orElseThrow(
                () -> new RefusedException(7, "no gateway is known for the BMC; give --gateway"));
    var move = BmcMove.of(target.get(), mask, gateway);
    var settings = new Ipv4Settings(move.target().toString(), maskOf(move), gateway);
    return Optional.of(
        new PlannedMove(move, settings, port.filter(p -> has(p, settings)).isPresent()));
  }

  private static String maskOf(BmcMove move) {
    return move.subnet().mask().toString();
  }

  /** True if the port has a static address of exactly these settings. */
  static boolean has(EthernetInterface port, Ipv4Settings settings) {
    return !Boolean.TRUE.equals(port.dhcp())
        && port.address()
            .filter(
                a ->
                    settings.address().equals(a.address())
                        && settings.subnetMask().equals(a.subnetMask())
                        && settings.gateway().equals(a.gateway()))
            .isPresent();
  }
}
