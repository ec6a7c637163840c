package org.hwautomation.cli;

import java.util.concurrent.Callable;
import org.hwautomation.server.access.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives an account another role. */
@Command(name = "role", description = "Give an account another role; its sessions end. Audited.")
final class UserRoleCommand implements Callable<Integer> {
  @Mixin private AccessChange change = new AccessChange();

  @Parameters(index = "1", paramLabel = "ROLE", description = "viewer, operator or admin.")
  private String role = "";

  @Override
  public Integer call() {
    var given = Role.of(role);
    return change.run(
        "user role",
        (access, document) -> {
          access
              .accounts()
              .changeRole(change.name(), given, GlobalOptions.actor(), change.reason());
          document.put("role", given.wireName());
          return change.name() + " is " + given.wireName();
        });
  }
}
