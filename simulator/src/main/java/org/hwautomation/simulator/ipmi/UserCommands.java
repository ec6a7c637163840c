package org.hwautomation.simulator.ipmi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hwautomation.simulator.Account;
import org.hwautomation.simulator.Accounts;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.SimulatedServer;

/** The account table (chapters 22.26 to 22.30). */
final class UserCommands {
  private static final int SET_ACCESS = 0x43;
  private static final int GET_ACCESS = 0x44;
  private static final int SET_NAME = 0x45;
  private static final int GET_NAME = 0x46;
  private static final int SET_PASSWORD = 0x47;

  private static final int NAME_LENGTH = 16;
  private static final int WRONG_PASSWORD = 0x80;

  private final SimulatedServer server;
  private final Accounts accounts;

  UserCommands(SimulatedServer server) {
    this.server = server;
    this.accounts = server.bmc().accounts();
  }

  Answer answer(LanSession session, Message message) {
    var data = message.data();
    if (message.command() < SET_ACCESS || message.command() > SET_PASSWORD) {
      return Answer.of(Answer.INVALID_COMMAND);
    }
    var changes = message.command() != GET_ACCESS && message.command() != GET_NAME;
    if (session.privilege() < (changes ? Privilege.ADMINISTRATOR : Privilege.OPERATOR)) {
      return Answer.of(Answer.INSUFFICIENT_PRIVILEGE);
    }
    var withChannel = message.command() == SET_ACCESS || message.command() == GET_ACCESS;
    var id = data[withChannel ? 1 : 0] & 0x3F;
    var account = accounts.slot(id);
    if (account.isEmpty()) {
      return Answer.of(Answer.NOT_PRESENT);
    }
    if (changes && server.faults().tells(Lie.ACCOUNT_CHANGE_IGNORED)) {
      return Answer.ok();
    }
    return switch (message.command()) {
      case GET_ACCESS -> access(account.get());
      case GET_NAME -> Answer.ok(field(account.get().userName()));
      case SET_ACCESS -> setAccess(account.get(), data);
      case SET_NAME -> setName(account.get(), text(data, 1, NAME_LENGTH));
      default -> setPassword(account.get(), data);
    };
  }

  private Answer access(Account account) {
    var enabled = (int) accounts.slots().stream().filter(Account::enabled).count();
    var level = Privilege.of(account.role());
    return Answer.ok(
        accounts.slots().size(),
        (account.enabled() ? 0x40 : 0x80) | enabled,
        1,
        (account.ipmi() ? 0x30 : 0) | (level == 0 ? Privilege.NO_ACCESS : level));
  }

  /** Set User Access (table 22-31): the rights only with bit 7 of the first byte. */
  private Answer setAccess(Account account, byte[] data) {
    var role = Privilege.role(data[2] & 0x0F);
    if (role.isEmpty()) {
      return Answer.of(Answer.INVALID_DATA);
    }
    if ((data[0] & 0x80) != 0) {
      accounts.ipmi(account.id(), (data[0] & 0x10) != 0, Channel.IPMI);
    }
    accounts.role(account.id(), role.get(), Channel.IPMI);
    return Answer.ok();
  }

  private Answer setName(Account account, String name) {
    var taken = accounts.named(name).filter(other -> other.id() != account.id()).isPresent();
    if (account.id() == 1 || taken) {
      return Answer.of(Answer.INVALID_DATA);
    }
    accounts.name(account.id(), name, Channel.IPMI);
    return Answer.ok();
  }

  /** Set User Password (table 22-35): disable, enable, set, test. */
  private Answer setPassword(Account account, byte[] data) {
    var operation = data[1] & 0x03;
    if (operation < 2) {
      accounts.enabled(account.id(), operation == 1, Channel.IPMI);
      return Answer.ok();
    }
    var length = (data[0] & 0x80) != 0 ? 20 : 16;
    if (data.length < 2 + length) {
      return Answer.of(Answer.DATA_LENGTH);
    }
    var password = text(data, 2, length);
    if (operation == 2) {
      accounts.password(account.id(), password, Channel.IPMI);
      return Answer.ok();
    }
    return accounts.opens(account.userName(), password) ? Answer.ok() : Answer.of(WRONG_PASSWORD);
  }

  private static byte[] field(String name) {
    return Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), NAME_LENGTH);
  }

  /** Text up to the first zero. */
  private static String text(byte[] data, int from, int length) {
    var to = from;
    while (to < data.length && to < from + length && data[to] != 0) {
      to++;
    }
    return new String(data, from, to - from, StandardCharsets.UTF_8);
  }
}
