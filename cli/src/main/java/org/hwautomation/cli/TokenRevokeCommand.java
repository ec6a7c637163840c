package org.hwautomation.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Revokes a token. */
@Command(
    name = "revoke",
    description = "Revoke a token, at once; sessions that it opened end. Audited.")
final class TokenRevokeCommand implements Callable<Integer> {
  @Mixin private AccessChange change = new AccessChange();

  @Override
  public Integer call() {
    return change.run(
        "token revoke",
        (access, document) -> {
          access.tokens().revoke(change.name(), GlobalOptions.actor(), change.reason());
          document.put("revoked", true);
          return "token " + change.name() + " is not good any more";
        });
  }
}
