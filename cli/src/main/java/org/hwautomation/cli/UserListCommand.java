package org.hwautomation.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.server.access.Access;
import org.hwautomation.server.access.Accounts.Account;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the accounts. */
@Command(name = "list", description = "List the accounts.")
final class UserListCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("user list")) {
      var accounts = Access.of(manager.store()).accounts().list();
      screen.result(
          Map.of("users", accounts.stream().map(UserListCommand::entry).toList()),
          () -> {
            if (accounts.isEmpty()) {
              screen.line(
                  "no accounts; add one with: " + options.next("user add NAME --role ROLE"));
              return;
            }
            screen.table(
                List.of("NAME", "ROLE", "ENABLED", "LAST LOGIN", "PASSWORD OF", "ADDED BY"),
                accounts.stream().map(account -> row(screen, account)).toList());
          });
      return ExitCodes.DONE;
    }
  }

  private static Map<String, @Nullable Object> entry(Account account) {
    var entry = new LinkedHashMap<String, @Nullable Object>();
    entry.put("name", account.name());
    entry.put("role", account.role().wireName());
    entry.put("enabled", account.enabled());
    entry.put("created_by", account.createdBy());
    entry.put("created_at", account.createdAt().toString());
    entry.put("password_changed_at", account.passwordChangedAt().toString());
    entry.put("last_login_at", account.lastLoginAt().map(Instant::toString).orElse(null));
    return entry;
  }

  private static List<String> row(Screen screen, Account account) {
    return List.of(
        account.name(),
        account.role().wireName(),
        account.enabled() ? "yes" : screen.warn("no"),
        account.lastLoginAt().map(UserListCommand::minute).orElse("never"),
        minute(account.passwordChangedAt()),
        account.createdBy());
  }

  /** A time for people, to the minute. */
  static String minute(Instant at) {
    return at.toString().substring(0, 16).replace('T', ' ') + "Z";
  }
}
