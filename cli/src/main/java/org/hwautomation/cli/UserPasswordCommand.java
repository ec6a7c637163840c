package org.hwautomation.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives an account another password. */
@Command(
    name = "password",
    description = {
      "Give an account another password, asked for or read from --password-file; its sessions end.",
      "Audited."
    })
final class UserPasswordCommand implements Callable<Integer> {
  @Mixin private AccessChange change = new AccessChange();
  @Mixin private PasswordOption password = new PasswordOption();

  @Override
  public Integer call() {
    var secret = password.read(change.screen(), change.name());
    return change.run(
        "user password",
        (access, document) -> {
          access
              .accounts()
              .changePassword(change.name(), secret, GlobalOptions.actor(), change.reason());
          document.put("password_changed", true);
          return change.name() + " has another password; its sessions have ended";
        });
  }
}
