package org.hwautomation.simulator.ipmi;

import java.util.ArrayList;
import java.util.List;
import org.hwautomation.simulator.BmcNetwork;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.CipherTable;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.SimulatedServer;

/**
 * The LAN parameters (chapter 23, table 23-4). A new address cuts the way it came by, as on a real
 * BMC.
 */
final class LanCommands {
  private static final int SET_PARAMETERS = 0x01;
  private static final int GET_PARAMETERS = 0x02;
  private static final int REVISION = 0x11;

  private static final int SET_IN_PROGRESS = 0;
  private static final int AUTHENTICATION_SUPPORT = 1;
  private static final int ADDRESS = 3;
  private static final int SOURCE = 4;
  private static final int MAC = 5;
  private static final int MASK = 6;
  private static final int GATEWAY = 12;
  private static final int VLAN = 20;
  private static final int CIPHER_SUITE_COUNT = 22;
  private static final int CIPHER_SUITES = 23;
  private static final int CIPHER_LEVELS = 24;

  private static final int STATIC = 1;
  private static final int DHCP = 2;

  private final SimulatedServer server;
  private final int channel;

  LanCommands(SimulatedServer server) {
    this.server = server;
    this.channel = server.personality().lanChannel();
  }

  Answer answer(LanSession session, Message message) {
    var data = message.data();
    var asked = data[0] & 0x0F;
    if (asked != channel && asked != 0x0E) {
      return Answer.of(Answer.INVALID_DATA);
    }
    return switch (message.command()) {
      case GET_PARAMETERS -> get(data[1] & 0xFF, data[0] < 0);
      case SET_PARAMETERS ->
          session.privilege() < Privilege.ADMINISTRATOR
              ? Answer.of(Answer.INSUFFICIENT_PRIVILEGE)
              : set(data[1] & 0xFF, data);
      default -> Answer.of(Answer.INVALID_COMMAND);
    };
  }

  private Answer get(int parameter, boolean revisionOnly) {
    if (revisionOnly) {
      return Answer.ok(REVISION);
    }
    var network = server.bmc().network();
    return switch (parameter) {
      case SET_IN_PROGRESS -> Answer.ok(REVISION, 0);
      case AUTHENTICATION_SUPPORT -> Answer.ok(REVISION, 0);
      case ADDRESS -> address(network.address());
      case SOURCE -> Answer.ok(REVISION, network.dhcp() ? DHCP : STATIC);
      case MAC -> mac();
      case MASK -> address(network.mask());
      case GATEWAY -> address(network.gateway());
      case VLAN ->
          Answer.ok(
              REVISION,
              network.vlan() & 0xFF,
              (network.vlan() >> 8) | (network.vlan() > 0 ? 0x80 : 0));
      case CIPHER_SUITE_COUNT ->
          Answer.ok(REVISION, server.bmc().services().ciphers().suites().size());
      case CIPHER_SUITES -> listed(16, server.bmc().services().ciphers().suites());
      case CIPHER_LEVELS -> listed(8, server.bmc().services().ciphers().levelBytes());
      default -> Answer.of(Answer.UNSUPPORTED_PARAMETER);
    };
  }

  private Answer set(int parameter, byte[] data) {
    var network = server.bmc().network();
    return switch (parameter) {
      case SET_IN_PROGRESS -> Answer.ok();
      case SOURCE ->
          switch (data[2] & 0x0F) {
            case STATIC -> write(network.withDhcp(false));
            case DHCP -> write(network.withDhcp(true));
            default -> Answer.of(Answer.INVALID_DATA);
          };
      case ADDRESS ->
          network.dhcp()
              ? Answer.of(Answer.READ_ONLY_PARAMETER)
              : write(network.withAddress(dotted(data)));
      case MASK ->
          network.dhcp()
              ? Answer.of(Answer.READ_ONLY_PARAMETER)
              : write(network.withMask(dotted(data)));
      case GATEWAY ->
          network.dhcp()
              ? Answer.of(Answer.READ_ONLY_PARAMETER)
              : write(network.withGateway(dotted(data)));
      case VLAN ->
          write(network.withVlan(data[3] < 0 ? ((data[3] & 0x0F) << 8) | (data[2] & 0xFF) : 0));
      case CIPHER_LEVELS -> levels(data);
      default -> Answer.of(Answer.UNSUPPORTED_PARAMETER);
    };
  }

  private Answer write(BmcNetwork wanted) {
    if (!server.faults().tells(Lie.NETWORK_PATCH_IGNORED)) {
      server.bmc().configure(wanted, Channel.IPMI);
    }
    return Answer.ok();
  }

  private static String dotted(byte[] data) {
    return (data[2] & 0xFF)
        + "."
        + (data[3] & 0xFF)
        + "."
        + (data[4] & 0xFF)
        + "."
        + (data[5] & 0xFF);
  }

  private static Answer address(String dotted) {
    var octets = dotted.split("\\.", -1);
    return Answer.ok(
        REVISION,
        Integer.parseInt(octets[0]),
        Integer.parseInt(octets[1]),
        Integer.parseInt(octets[2]),
        Integer.parseInt(octets[3]));
  }

  /** Values behind the revision and a reserved byte. */
  private static Answer listed(int length, List<Integer> values) {
    var data = new int[2 + length];
    data[0] = REVISION;
    for (var i = 0; i < values.size(); i++) {
      data[2 + i] = values.get(i);
    }
    return Answer.ok(data);
  }

  private Answer levels(byte[] data) {
    var bytes = new ArrayList<Integer>();
    for (var i = 3; i < 11; i++) {
      bytes.add(data[i] & 0xFF);
    }
    server.bmc().services().cipherLevels(CipherTable.levels(bytes), Channel.IPMI);
    return Answer.ok();
  }

  private Answer mac() {
    var data = new int[7];
    data[0] = REVISION;
    var octets = server.identity().bmcMac().split(":", -1);
    for (var i = 0; i < 6; i++) {
      data[i + 1] = Integer.parseInt(octets[i], 16);
    }
    return Answer.ok(data);
  }
}
