package org.hwautomation.provisioning.steps;

import java.util.Optional;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.hardware.ipmi.LanplusTransport;
import org.hwautomation.provisioning.server.Bmc;

/** Logins to the BMC over IPMI with the account that MAAS uses, each a session of its own. */
final class IpmiOverLan {
  static final int PORT = 623;

  private final ServerWork work;

  IpmiOverLan(ServerWork work) {
    this.work = work;
  }

  /** Why no login can be tried from here; empty if one can. */
  Optional<String> obstacle() {
    if (!CheckBmc.offersIpmi(work.bmc())) {
      return Optional.of("the BMC does not offer IPMI over the network");
    }
    return elsewhere(work, work.bmc())
        .or(
            () ->
                LanplusTransport.isInstalled()
                    ? Optional.empty()
                    : Optional.of("ipmitool is not installed here"));
  }

  /** That the configured way to the BMC leads to its Redfish service alone. */
  static Optional<String> elsewhere(ServerWork work, Bmc bmc) {
    var map = work.connections().configuration().network().addressMap();
    var address = bmc.access().address();
    return map.mapping(address, 443).isPresent() && map.mapping(address, PORT).isEmpty()
        ? Optional.of("network.address_map leads to this BMC's Redfish only")
        : Optional.empty();
  }

  /** A login over suite 17 or 3; once, and a refusal is kept (safety rule 4). */
  IpmiClient login() {
    var access = work.bmcAccess();
    try {
      var ipmi =
          work.connections()
              .ipmi(access.address(), PORT, access.credentials(), work.context()::guard);
      ipmi.powerStatus();
      return ipmi;
    } catch (HardwareException e) {
      work.connections().noteRefusal(e, access.address(), access.credentials(), "IPMI");
      throw e;
    }
  }

  /** Why a login over suite 17 or 3 failed; empty if it succeeded. Says nothing of the password. */
  Optional<String> refusal() {
    var access = work.bmcAccess();
    try {
      work.connections()
          .ipmi(access.address(), PORT, access.credentials(), work.context()::guard)
          .powerStatus();
      return Optional.empty();
    } catch (HardwareException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Whether the BMC opens a session with one cipher suite. */
  boolean opens(int suite) {
    var access = work.bmcAccess();
    return work.connections().ipmiOpens(access.address(), PORT, access.credentials(), suite);
  }
}
