package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.hardware.redfish.Account;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows who may log in to a BMC. */
@Command(
    name = "users",
    description = "Show the accounts of a BMC, what each may do, and which of them is used here.")
final class BmcUsersCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("bmc users")) {
      var place = target.place(manager);
      var here = login(place).map(Credentials::username).orElse("");
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var users =
            switch (session) {
              case BmcSession.Redfish redfish ->
                  redfish.client().accounts().list().stream()
                      .map(account -> user(account, here))
                      .toList();
              case BmcSession.Ipmi ipmi -> slots(ipmi.client(), here);
            };
        var document = new LinkedHashMap<String, Object>();
        document.put("host", place.name());
        document.put("count", users.size());
        document.put("users", users);
        screen.result(
            document,
            () ->
                screen.table(
                    List.of("ID", "NAME", "ROLE", "ENABLED", "LOCKED", "LET IN OVER", ""),
                    users.stream().map(BmcUsersCommand::row).toList()));
        return ExitCodes.DONE;
      }
    }
  }

  private static Optional<Credentials> login(BmcPlace place) {
    return switch (place) {
      case BmcPlace.Managed managed -> Optional.of(managed.access().credentials());
      case BmcPlace.RedfishUrl url -> url.credentials();
      case BmcPlace.IpmiHost host -> Optional.of(host.credentials());
    };
  }

  private static List<String> row(Map<String, @Nullable Object> user) {
    var row = new ArrayList<String>();
    user.forEach(
        (name, value) ->
            row.add(
                switch (value) {
                  case Boolean used when name.equals("used_here") -> used ? "used here" : "";
                  case Boolean yes -> yes ? "yes" : "no";
                  case List<?> list ->
                      list.isEmpty()
                          ? "-"
                          : list.stream().map(Object::toString).collect(Collectors.joining(", "));
                  case null, default -> Objects.toString(value, "-");
                }));
    return row;
  }

  private static Map<String, @Nullable Object> user(Account account, String here) {
    var user = new LinkedHashMap<String, @Nullable Object>();
    user.put("id", account.id());
    user.put("name", account.username());
    user.put("role", account.role());
    user.put("enabled", account.enabled());
    user.put("locked", account.locked());
    user.put("let_in_over", account.types().stream().sorted().toList());
    user.put("used_here", account.username().equals(here));
    return user;
  }

  /** IPMI does not tell who is locked, and says per channel who is let in. */
  private static List<Map<String, @Nullable Object>> slots(IpmiClient client, String here) {
    var channel =
        client
            .lanChannel()
            .orElseThrow(
                () ->
                    new HardwareException(
                        HardwareException.Kind.REJECTED,
                        client.peer(),
                        client.peer() + " has no LAN channel"));
    var users = new ArrayList<Map<String, @Nullable Object>>();
    for (var slot : client.users(channel)) {
      if (!slot.isFree()) {
        var access = client.userAccess(channel, slot.id());
        var user = new LinkedHashMap<String, @Nullable Object>();
        user.put("id", String.valueOf(slot.id()));
        user.put("name", slot.name());
        user.put("role", access.privilege().name().toLowerCase(Locale.ROOT));
        user.put("enabled", access.enabled().orElse(null));
        user.put("locked", null);
        user.put(
            "let_in_over",
            access.ipmiMessaging() ? List.of("IPMI, channel " + channel) : List.of());
        user.put("used_here", slot.name().equals(here));
        users.add(user);
      }
    }
    return users;
  }
}
