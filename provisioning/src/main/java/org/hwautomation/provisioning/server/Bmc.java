package org.hwautomation.provisioning.server;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.ComputerSystem;
import org.hwautomation.hardware.redfish.EthernetInterface;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.hardware.redfish.Vendor;
import org.hwautomation.provisioning.safety.Identity;

/**
 * A logged-in BMC, and who it says it is.
 *
 * @param identity read right after the login
 * @param certificate fingerprint of the certificate it showed; empty over plain HTTP
 */
public record Bmc(
    RedfishClient client, BmcAccess access, Identity identity, Optional<String> certificate)
    implements AutoCloseable {

  /** Reads identity in a fresh session. The first request of it is the login. */
  static Bmc login(RedfishClient client, BmcAccess access, Optional<String> certificate) {
    return new Bmc(client, access, identityOf(client, access.address()), certificate);
  }

  /** Reads who the server behind a BMC is. */
  public static Identity identityOf(RedfishClient client, String address) {
    var system = client.system();
    var port = client.network().primary();
    var dell = client.vendor() == Vendor.DELL;
    // on Dell SerialNumber is the board's, and the service tag is the SKU
    return Identity.from("the BMC at " + address)
        .withSerial(dell && system.sku() != null ? system.sku() : system.serialNumber())
        .withUuid(system.uuid())
        .withBoardSerial(dell ? system.serialNumber() : null)
        .withBmcMac(port.map(EthernetInterface::macAddress).orElse(null))
        .withNicMacs(hostPorts(client, system));
  }

  private static Set<String> hostPorts(RedfishClient client, ComputerSystem system) {
    var macs = new HashSet<String>();
    try {
      var list =
          client.get(system.uri()).body().path("EthernetInterfaces").path("@odata.id").asString("");
      if (!list.isEmpty()) {
        for (var member : client.get(list).body().path("Members")) {
          var port = client.get(member.path("@odata.id").asString("")).body();
          macs.add(port.path("MACAddress").asString(""));
        }
      }
    } catch (HardwareException e) {
      if (e.kind() != HardwareException.Kind.REJECTED) {
        throw e;
      }
    }
    macs.remove("");
    return macs;
  }

  /** The names under which this BMC is locked: whoever writes to it holds them all. */
  public Set<String> lockKeys() {
    return LockKeys.of(identity);
  }

  @Override
  public void close() {
    client.close();
  }
}
