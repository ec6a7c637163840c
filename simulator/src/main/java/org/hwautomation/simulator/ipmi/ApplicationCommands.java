package org.hwautomation.simulator.ipmi;

import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.SimulatedServer;

/** The controller, its channels and sessions (chapters 20 and 22). */
final class ApplicationCommands {
  static final int AUTHENTICATION_CAPABILITIES = 0x38;
  static final int CLOSE_SESSION = 0x3C;

  private static final int DEVICE_ID = 0x01;
  private static final int COLD_RESET = 0x02;
  private static final int WARM_RESET = 0x03;
  private static final int SELF_TEST = 0x04;
  private static final int DEVICE_GUID = 0x08;
  private static final int SYSTEM_GUID = 0x37;
  private static final int SET_PRIVILEGE = 0x3B;
  private static final int SET_CHANNEL_ACCESS = 0x40;
  private static final int GET_CHANNEL_ACCESS = 0x41;
  private static final int CHANNEL_INFO = 0x42;

  private static final int THIS_CHANNEL = 0x0E;
  private static final int SYSTEM_INTERFACE = 0x0F;

  private final SimulatedServer server;
  private final UserCommands users;
  private final int channel;

  ApplicationCommands(SimulatedServer server) {
    this.server = server;
    this.channel = server.personality().lanChannel();
    this.users = new UserCommands(server);
  }

  Answer answer(LanSession session, Message message) {
    var data = message.data();
    return switch (message.command()) {
      case AUTHENTICATION_CAPABILITIES -> authenticationCapabilities(data);
      case DEVICE_ID -> deviceId();
      case SELF_TEST -> Answer.ok(0x55, 0);
      case DEVICE_GUID, SYSTEM_GUID -> Answer.ok(Handshake.guid(server));
      case SET_PRIVILEGE -> setPrivilege(session, data[0] & 0x0F);
      case CLOSE_SESSION -> Answer.ok();
      case CHANNEL_INFO -> channelInfo(data[0] & 0x0F);
      case GET_CHANNEL_ACCESS -> channelAccess(data[0] & 0x0F);
      case COLD_RESET, WARM_RESET, SET_CHANNEL_ACCESS -> {
        if (session.privilege() < Privilege.ADMINISTRATOR) {
          yield Answer.of(Answer.INSUFFICIENT_PRIVILEGE);
        }
        yield message.command() == SET_CHANNEL_ACCESS ? setChannelAccess(data) : reset();
      }
      default -> users.answer(session, message);
    };
  }

  /** Get Channel Authentication Capabilities (table 22-15): IPMI 2.0 and named users only. */
  static Answer authenticationCapabilities(byte[] data) {
    if (data.length < 2) {
      return Answer.of(Answer.DATA_LENGTH);
    }
    var asked = data[0] & 0x0F;
    return Answer.ok(asked == THIS_CHANNEL ? 1 : asked, 0x80, 0x04, 0x02, 0, 0, 0, 0);
  }

  /** Get Device ID (table 20-2). */
  private Answer deviceId() {
    var version = server.firmware().bmcNumber().split("\\.", -1);
    var minor = Integer.parseInt(version[1]);
    var manufacturer = server.personality().manufacturerId();
    var product = server.personality().productId();
    return Answer.ok(
        0x20,
        0x81,
        Integer.parseInt(version[0]),
        ((minor / 10) << 4) | (minor % 10),
        0x02,
        0xBF,
        manufacturer & 0xFF,
        manufacturer >> 8,
        0,
        product & 0xFF,
        product >> 8,
        0,
        0,
        0,
        0);
  }

  private Answer setPrivilege(LanSession session, int level) {
    if (level != 0 && !session.privilege(level)) {
      return Answer.of(0x81);
    }
    return Answer.ok(session.privilege());
  }

  private Answer reset() {
    if (!server.faults().tells(Lie.RESET_IGNORED)) {
      server.bmc().reset(Channel.IPMI);
    }
    return Answer.ok();
  }

  /** Get Channel Info (table 22-27): one LAN, and the system interface. */
  private Answer channelInfo(int asked) {
    if (asked == SYSTEM_INTERFACE) {
      return Answer.ok(SYSTEM_INTERFACE, 0x0C, 0x05, 0x00, 0xF2, 0x1B, 0, 0, 0);
    }
    if (asked != channel && asked != THIS_CHANNEL) {
      return Answer.of(Answer.NOT_PRESENT);
    }
    return Answer.ok(channel, 0x04, 0x01, 0x80 | 1, 0xF2, 0x1B, 0, 0, 0);
  }

  private Answer channelAccess(int asked) {
    if (asked != channel && asked != THIS_CHANNEL) {
      return Answer.of(Answer.NOT_PRESENT);
    }
    return Answer.ok(server.bmc().ipmiOverLan() ? 0x22 : 0x20, Privilege.ADMINISTRATOR);
  }

  private Answer setChannelAccess(byte[] data) {
    var asked = data[0] & 0x0F;
    if (asked != channel && asked != THIS_CHANNEL) {
      return Answer.of(Answer.NOT_PRESENT);
    }
    if ((data[1] & 0xC0) != 0) {
      server.bmc().ipmiOverLan((data[1] & 0x07) != 0, Channel.IPMI);
    }
    return Answer.ok();
  }
}
