package org.hwautomation.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.hardware.redfish.Account;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.safety.RefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows who may log in to a BMC, and takes away what a rotation left over. */
@Command(
    name = "users",
    description = {
      "Show the accounts of a BMC, what each may do, and which of them is used here. An account",
      "that a given-up rotation left is marked, and can be taken away with --remove."
    })
final class BmcUsersCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();
  @Mixin private WriteOptions write = new WriteOptions();

  @Option(
      names = "--remove",
      paramLabel = "NAME",
      description = "Take this account away; only one that this product made and nobody uses.")
  private @Nullable String remove;

  @Override
  public Integer call() {
    return remove == null ? show() : remove(remove);
  }

  private int remove(String name) {
    try (var manager = options.manager(write, "bmc users --remove " + name)) {
      var place = target.place(manager);
      if (!leftOver(manager, place).contains(name)) {
        throw new RefusedException(
            5,
            "account '%s' of %s is not one that this product made and nobody uses, so it is not taken away here; nothing was written"
                .formatted(name, place.name()));
      }
      return new BmcWrite(manager, options.screen(), place, write)
          .run(
              "account-remove",
              "take away account '" + name + "', which a rotation left over",
              session -> {
                var accounts = BiosViews.redfish(session).accounts();
                accounts.named(name).ifPresent(accounts::delete);
              },
              wait ->
                  wait.until(
                      "account '" + name + "' to be gone",
                      LIMIT,
                      fresh ->
                          BiosViews.redfish(fresh).accounts().named(name).isPresent()
                              ? Optional.empty()
                              : Optional.of(Map.of("removed", name))));
    }
  }

  /** Accounts that rotations made, but for the one that MAAS has. */
  private static Set<String> leftOver(WorkflowManager manager, BmcPlace place) {
    if (!(place instanceof BmcPlace.Managed managed)) {
      return Set.of();
    }
    var id = managed.machine().systemId();
    var left = new HashSet<>(manager.connections().inventory().accountsMade(id));
    left.remove(managed.access().credentials().username());
    try (var maas = manager.connections().maas(BmcPlace.READ_ONLY)) {
      left.remove(maas.powerParameters(id).user());
    }
    return left;
  }

  private int show() {
    var screen = options.screen();
    try (var manager = options.manager("bmc users")) {
      var place = target.place(manager);
      var here = login(place).map(Credentials::username).orElse("");
      var left = leftOver(manager, place);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var users =
            switch (session) {
              case BmcSession.Redfish redfish ->
                  redfish.client().accounts().list().stream()
                      .map(account -> user(account, here, left))
                      .toList();
              case BmcSession.Ipmi ipmi -> slots(ipmi.client(), here);
            };
        var document = new LinkedHashMap<String, Object>();
        document.put("host", place.name());
        document.put("count", users.size());
        document.put("users", users);
        screen.result(
            document,
            () -> {
              screen.table(
                  List.of("ID", "NAME", "ROLE", "ENABLED", "LOCKED", "LET IN OVER", "", ""),
                  users.stream().map(BmcUsersCommand::row).toList());
              users.stream()
                  .filter(user -> Boolean.TRUE.equals(user.get("left_over")))
                  .forEach(
                      user ->
                          screen.line(
                              "a rotation that was given up left '%s', which nobody uses: hwauto bmc users %s --remove %s"
                                  .formatted(user.get("name"), place.name(), user.get("name"))));
            });
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
                  case Boolean over when name.equals("left_over") -> over ? "left over" : "";
                  case Boolean yes -> yes ? "yes" : "no";
                  case List<?> list ->
                      list.isEmpty()
                          ? "-"
                          : list.stream().map(Object::toString).collect(Collectors.joining(", "));
                  case null, default -> Objects.toString(value, "-");
                }));
    return row;
  }

  private static Map<String, @Nullable Object> user(
      Account account, String here, Set<String> left) {
    var user = new LinkedHashMap<String, @Nullable Object>();
    user.put("id", account.id());
    user.put("name", account.username());
    user.put("role", account.role());
    user.put("enabled", account.enabled());
    user.put("locked", account.locked());
    user.put("let_in_over", account.types().stream().sorted().toList());
    user.put("used_here", account.username().equals(here));
    user.put("left_over", left.contains(account.username()));
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
        user.put("left_over", false);
        users.add(user);
      }
    }
    return users;
  }
}
