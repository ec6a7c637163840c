package org.hwautomation.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets an account log in again. */
@Command(name = "enable", description = "Let an account log in again. Audited.")
final class UserEnableCommand implements Callable<Integer> {
  @Mixin private AccessChange change = new AccessChange();

  @Override
  public Integer call() {
    return change.run(
        "user enable",
        (access, document) -> {
          access.accounts().enable(change.name(), GlobalOptions.actor(), change.reason());
          document.put("enabled", true);
          return change.name() + " may log in";
        });
  }
}
