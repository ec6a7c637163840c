package org.hwautomation.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets an account not log in any more. */
@Command(
    name = "disable",
    description = {
      "Let an account not log in any more; its sessions end. Tokens that it made stay. Audited."
    })
final class UserDisableCommand implements Callable<Integer> {
  @Mixin private AccessChange change = new AccessChange();

  @Override
  public Integer call() {
    return change.run(
        "user disable",
        (access, document) -> {
          access.accounts().disable(change.name(), GlobalOptions.actor(), change.reason());
          document.put("enabled", false);
          return change.name()
              + " can't log in any more"
              + UserRemoveCommand.left(access, change.name());
        });
  }
}
