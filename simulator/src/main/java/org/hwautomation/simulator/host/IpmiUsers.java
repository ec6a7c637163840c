package org.hwautomation.simulator.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hwautomation.simulator.Account;
import org.hwautomation.simulator.Accounts;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.SimulatedServer;

/**
 * {@code ipmitool user} and {@code channel getaccess|setaccess} (IPMI 2.0, 22.26 to 22.30). A
 * password that is not among the words is asked for twice on standard input.
 */
final class IpmiUsers {

  private static final int SHORT_PASSWORD = 16;
  private static final int LONG_PASSWORD = 20;

  private final Accounts accounts;
  private final int channel;

  IpmiUsers(SimulatedServer server) {
    this.accounts = server.bmc().accounts();
    this.channel = server.personality().lanChannel();
  }

  int run(Invocation call, List<String> words) throws IOException {
    String verb = words.isEmpty() ? "" : words.getFirst();
    return switch (verb) {
      case "list" -> list(call, words.size() > 1 ? words.get(1) : "14");
      case "summary" -> summary(call);
      case "set" -> set(call, words.subList(1, words.size()));
      case "enable", "disable" -> {
        Optional<Account> account = slot(call, words, 1);
        account.ifPresent(each -> accounts.enabled(each.id(), verb.equals("enable"), Channel.IPMI));
        yield account.isPresent() ? 0 : 1;
      }
      case "priv" -> privilege(call, words);
      case "test" -> test(call, words);
      default -> {
        call.err().print("Invalid user command: '" + verb + "'\n");
        yield 1;
      }
    };
  }

  private int list(Invocation call, String given) {
    if (!onChannel(given)) {
      call.err().print("IPMI command failed: Invalid data field in request\n");
      return 1;
    }
    StringBuilder text =
        new StringBuilder("ID  Name\t     Callin  Link Auth\tIPMI Msg   Channel Priv Limit\n");
    for (Account account : accounts.slots()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-4d%-17s%-8s%-11s%-11s%s\n",
              account.id(),
              account.userName(),
              "true ",
              account.ipmi() ? "true " : "false",
              account.ipmi() ? "true " : "false",
              privilege(account)));
    }
    return HostTools.print(call, text.toString());
  }

  private int summary(Invocation call) {
    List<Account> slots = accounts.slots();
    long enabled = slots.stream().filter(Account::enabled).count();
    return HostTools.print(
        call,
        "Maximum IDs\t    : "
            + slots.size()
            + "\nEnabled User Count  : "
            + enabled
            + "\nFixed Name Count    : 1\n");
  }

  private int set(Invocation call, List<String> words) throws IOException {
    String what = words.isEmpty() ? "" : words.getFirst();
    Optional<Account> account = slot(call, words, 1);
    if (account.isEmpty()) {
      return 1;
    }
    int id = account.get().id();
    if (what.equals("name") && words.size() == 3) {
      return name(call, id, words.get(2));
    }
    if (what.equals("password") && words.size() <= 4) {
      return password(call, id, words);
    }
    call.err().print("Invalid user command: '" + what + "'\n");
    return 1;
  }

  private int name(Invocation call, int id, String name) {
    if (name.length() > 16) {
      call.err().print("Username is too long (> 16 bytes)\n");
      return 1;
    }
    Optional<Account> same = accounts.named(name);
    if (id == 1 || same.filter(each -> each.id() != id).isPresent()) {
      call.err()
          .print(
              "Set User Name command failed (user "
                  + id
                  + ", name "
                  + name
                  + "): Invalid data field in request\n");
      return 1;
    }
    accounts.name(id, name, Channel.IPMI);
    return 0;
  }

  private int password(Invocation call, int id, List<String> words) throws IOException {
    String password;
    if (words.size() > 2) {
      password = words.get(2);
    } else {
      call.err().print("Password for user " + id + ": ");
      password = line(call.in());
      call.err().print("Password for user " + id + ": ");
      if (!password.equals(line(call.in()))) {
        call.err().print("Passwords do not match.\n");
        return 1;
      }
    }
    if (password.length() > LONG_PASSWORD) {
      call.err().print("Password is too long (> 20 bytes)\n");
      return 1;
    }
    String size =
        words.size() > 3 ? words.get(3) : password.length() > SHORT_PASSWORD ? "20" : "16";
    if (!size.equals("16") && !size.equals("20")) {
      call.err().print("Invalid password length: must be 16 or 20\n");
      return 1;
    }
    boolean cut = size.equals("16") && password.length() > SHORT_PASSWORD;
    accounts.password(id, cut ? password.substring(0, SHORT_PASSWORD) : password, Channel.IPMI);
    return HostTools.print(call, "Set User Password command successful (user " + id + ")\n");
  }

  private int test(Invocation call, List<String> words) throws IOException {
    Optional<Account> account = slot(call, words, 1);
    if (account.isEmpty() || words.size() < 3) {
      return 1;
    }
    String password = words.size() > 3 ? words.get(3) : line(call.in());
    if (accounts.opens(account.get().userName(), password)) {
      return HostTools.print(call, "Success\n");
    }
    call.out().print("Failure: password incorrect\n");
    return 1;
  }

  private int privilege(Invocation call, List<String> words) {
    Optional<Account> account = slot(call, words, 1);
    if (account.isEmpty() || words.size() < 3 || words.size() > 4) {
      return 1;
    }
    if (words.size() == 4 && !onChannel(words.get(3))) {
      call.err().print("Invalid channel: " + words.get(3) + "\n");
      return 1;
    }
    Optional<Account.Role> role = role(words.get(2));
    if (role.isEmpty()) {
      call.err().print("Invalid privilege level: " + words.get(2) + "\n");
      return 1;
    }
    accounts.role(account.get().id(), role.get(), Channel.IPMI);
    return HostTools.print(
        call, "Set Privilege Level command successful (user " + account.get().id() + ")\n");
  }

  /** {@code channel getaccess N [ID]} and {@code channel setaccess N ID key=value...}. */
  int access(Invocation call, List<String> words) {
    if (words.size() < 2 || !onChannel(words.get(1))) {
      call.err().print("Invalid channel: " + (words.size() > 1 ? words.get(1) : "") + "\n");
      return 1;
    }
    if (words.getFirst().equals("getaccess") && words.size() == 2) {
      StringBuilder text = new StringBuilder(limits());
      accounts.slots().forEach(each -> text.append(access(each)));
      return HostTools.print(call, text.toString());
    }
    Optional<Account> account = slot(call, words, 2);
    if (account.isEmpty()) {
      return 1;
    }
    return words.getFirst().equals("getaccess")
        ? HostTools.print(call, limits() + access(account.get()))
        : setAccess(call, account.get().id(), words.subList(3, words.size()));
  }

  private int setAccess(Invocation call, int id, List<String> words) {
    for (String word : words) {
      String[] pair = word.split("=", 2);
      String value = pair.length > 1 ? pair[1] : "";
      boolean toggle = value.equals("on") || value.equals("off");
      Optional<Account.Role> role = role(value.replaceFirst("^0x", ""));
      switch (pair[0]) {
        case "ipmi" -> {
          if (toggle) {
            accounts.ipmi(id, value.equals("on"), Channel.IPMI);
          }
        }
        case "privilege" -> role.ifPresent(each -> accounts.role(id, each, Channel.IPMI));
        case "callin", "link" -> {
          // nothing in this model hangs on these two
        }
        default -> {
          call.err().print("Invalid option: " + word + "\n");
          return 1;
        }
      }
      if (pair[0].equals("privilege") ? role.isEmpty() : !toggle) {
        call.err().print("Invalid option: " + word + "\n");
        return 1;
      }
    }
    return HostTools.print(
        call, "Set User Access (channel " + channel + " id " + id + ") successful.\n");
  }

  private String limits() {
    long enabled = accounts.slots().stream().filter(Account::enabled).count();
    return "Maximum User IDs     : "
        + accounts.slots().size()
        + "\nEnabled User IDs     : "
        + enabled
        + "\n";
  }

  private static String access(Account account) {
    return "\nUser ID              : "
        + account.id()
        + "\nUser Name            : "
        + account.userName()
        + "\nFixed Name           : "
        + (account.id() == 1 ? "Yes" : "No")
        + "\nAccess Available     : call-in / callback"
        + "\nLink Authentication  : "
        + (account.ipmi() ? "enabled" : "disabled")
        + "\nIPMI Messaging       : "
        + (account.ipmi() ? "enabled" : "disabled")
        + "\nPrivilege Level      : "
        + privilege(account)
        + "\nEnable Status        : "
        + (account.enabled() ? "enabled" : "disabled")
        + "\n";
  }

  private Optional<Account> slot(Invocation call, List<String> words, int at) {
    String given = at < words.size() ? words.get(at) : "";
    Optional<Account> account =
        given.matches("\\d{1,2}") ? accounts.slot(Integer.parseInt(given)) : Optional.empty();
    if (account.isEmpty()) {
      call.err()
          .print(
              given.isEmpty()
                  ? "Not enough parameters given.\n"
                  : "Given User ID '" + given + "' is invalid.\n");
    }
    return account;
  }

  private boolean onChannel(String given) {
    return given.equals(String.valueOf(channel)) || given.equals("14") || given.equals("0xe");
  }

  private static String privilege(Account account) {
    return switch (account.role()) {
      case ADMINISTRATOR -> "ADMINISTRATOR";
      case OPERATOR -> "OPERATOR";
      case READ_ONLY -> "USER";
      case NONE -> "NO ACCESS";
    };
  }

  private static Optional<Account.Role> role(String level) {
    return switch (level) {
      case "4" -> Optional.of(Account.Role.ADMINISTRATOR);
      case "3" -> Optional.of(Account.Role.OPERATOR);
      case "2" -> Optional.of(Account.Role.READ_ONLY);
      case "15", "f", "F" -> Optional.of(Account.Role.NONE);
      default -> Optional.empty();
    };
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c;
    while ((c = in.read()) >= 0 && c != '\n') {
      line.append((char) c);
    }
    return new String(
        line.toString().stripTrailing().getBytes(StandardCharsets.ISO_8859_1),
        StandardCharsets.UTF_8);
  }
}
