package org.hwautomation.cli;

import java.util.concurrent.Callable;
import org.hwautomation.server.access.Access;
import org.hwautomation.server.access.Tokens.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes an account. */
@Command(
    name = "remove",
    description = {
      "Remove an account; its sessions end. What it did stays in the audit, and tokens that it made",
      "stay. Audited."
    })
final class UserRemoveCommand implements Callable<Integer> {
  @Mixin private AccessChange change = new AccessChange();

  @Override
  public Integer call() {
    return change.run(
        "user remove",
        (access, document) -> {
          access.accounts().remove(change.name(), GlobalOptions.actor(), change.reason());
          document.put("removed", true);
          return change.name() + " is removed" + left(access, change.name());
        });
  }

  /** Which tokens that somebody made are still good, for who takes that person's leave away. */
  static String left(Access access, String name) {
    var tokens =
        access.tokens().list().stream()
            .filter(token -> token.valid() && token.createdBy().equals("user:" + name))
            .map(Token::name)
            .toList();
    return tokens.isEmpty()
        ? ""
        : "; tokens that it made and that are still good: " + String.join(", ", tokens);
  }
}
