package org.hwautomation.cli;

import java.util.concurrent.Callable;
import org.hwautomation.server.access.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds an account. */
@Command(
    name = "add",
    description = {
      "Add an account. Its password is asked for, or read from --password-file; it has at least",
      "12 characters. Audited."
    })
final class UserAddCommand implements Callable<Integer> {
  @Mixin private AccessChange change = new AccessChange();
  @Mixin private PasswordOption password = new PasswordOption();

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "viewer, operator or admin.")
  private String role = "";

  @Override
  public Integer call() {
    var given = Role.of(role);
    var secret = password.read(change.screen(), change.name());
    return change.run(
        "user add",
        (access, document) -> {
          var added =
              access
                  .accounts()
                  .add(change.name(), given, secret, GlobalOptions.actor(), change.reason());
          document.put("role", added.role().wireName());
          document.put("added", true);
          return "%s may log in as %s".formatted(added.name(), added.role().wireName());
        });
  }
}
