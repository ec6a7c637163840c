package org.hwautomation.cli;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.safety.Identity;
import org.hwautomation.provisioning.server.Bmc;
import org.hwautomation.provisioning.server.BmcAccess;
import org.hwautomation.provisioning.server.Connections;
import org.jspecify.annotations.Nullable;

/** Where a command's BMC is and how to log in: a server of MAAS's, or named directly. */
sealed interface BmcPlace {
  /** Guards a session that only reads. */
  MutationGuard READ_ONLY =
      request -> {
        throw new IllegalStateException("a session that only reads was to send " + request);
      };

  /** The BMC's address, under which refused logins are remembered. */
  String address();

  /** What people call it. */
  String name();

  /**
   * Logs in, once, and reads who it is.
   *
   * @param guard asked before each write
   * @throws HardwareException if it can't be reached, is not who it should be, or refuses
   */
  BmcSession open(Connections connections, MutationGuard guard);

  /** A server that MAAS manages. */
  record Managed(Machine machine, BmcAccess access) implements BmcPlace {
    @Override
    public String address() {
      return access.address();
    }

    @Override
    public String name() {
      return machine.hostname();
    }

    @Override
    public BmcSession open(Connections connections, MutationGuard guard) {
      var bmc = connections.bmc(access, guard);
      return new BmcSession.Redfish(bmc.client(), bmc.identity());
    }
  }

  /**
   * A Redfish service named by its URL.
   *
   * @param credentials empty for what it tells everybody
   * @param pins fingerprints of its certificate; empty means that it must verify
   */
  record RedfishUrl(URI base, Optional<Credentials> credentials, Set<String> pins)
      implements BmcPlace {
    @Override
    public String address() {
      return base.getHost();
    }

    @Override
    public String name() {
      return base.getHost();
    }

    @Override
    public BmcSession open(Connections connections, MutationGuard guard) {
      var client = connections.redfish(base, credentials, pins, guard);
      try {
        return new BmcSession.Redfish(client, Bmc.identityOf(client, address()));
      } catch (RuntimeException e) {
        client.close();
        if (e instanceof HardwareException failure) {
          credentials.ifPresent(
              login -> connections.noteRefusal(failure, address(), login, "Redfish"));
        }
        throw e;
      }
    }
  }

  /** A BMC reached over IPMI. */
  record IpmiHost(String host, int port, Credentials credentials) implements BmcPlace {
    @Override
    public String address() {
      return host;
    }

    @Override
    public String name() {
      return host;
    }

    @Override
    public BmcSession open(Connections connections, MutationGuard guard) {
      var client = connections.ipmi(host, port, credentials, guard);
      try {
        return new BmcSession.Ipmi(client, identity(client));
      } catch (HardwareException e) {
        connections.noteRefusal(e, host, credentials, "IPMI");
        throw e;
      }
    }

    private Identity identity(IpmiClient client) {
      var guid = client.guid();
      var channel = client.lanChannel();
      var mac = channel.map(number -> client.lan(number).macAddress()).orElse(null);
      return Identity.from("the BMC at " + host)
          .withSerial(serial(client))
          .withUuid(guid.orElse(null))
          .withBmcMac(mac);
    }

    private static @Nullable String serial(IpmiClient client) {
      for (var unit : client.frus()) {
        var serial = unit.field("Product Serial");
        if (serial.isPresent()) {
          return serial.get();
        }
      }
      return null;
    }
  }
}
