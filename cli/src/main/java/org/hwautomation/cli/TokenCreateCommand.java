package org.hwautomation.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.hwautomation.server.access.Access;
import org.hwautomation.server.access.Role;
import org.hwautomation.server.access.Tokens;
import org.hwautomation.workflow.Durations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a token. */
@Command(
    name = "create",
    description = {
      "Make a token for a program. It is printed once, alone on standard output, and can't be had",
      "again. Audited."
    })
final class TokenCreateCommand implements Callable<Integer> {
  @Mixin private AccessChange change = new AccessChange();

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "viewer, operator or admin.")
  private String role = "";

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "How long it is good, such as 12h or 30d, or never; 90d if not given.")
  private @Nullable String expires;

  @Override
  public Integer call() {
    var given = Role.of(role);
    var life = life();
    var screen = change.screen();
    try (var manager = change.options().manager("token create")) {
      var made =
          Access.of(manager.store())
              .tokens()
              .create(change.name(), given, life, GlobalOptions.actor(), change.reason());
      var token = made.token();
      var clearText = made.clearText().reveal(Function.identity());
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("name", token.name());
      document.put("role", token.role().wireName());
      document.put("expires_at", token.expiresAt().map(Instant::toString).orElse(null));
      document.put("token", clearText);
      screen.result(
          document,
          () -> {
            screen.problem(
                "token %s, %s, %s; it is shown this once:"
                    .formatted(
                        token.name(),
                        token.role().wireName(),
                        token
                            .expiresAt()
                            .map(at -> "until " + UserListCommand.minute(at))
                            .orElse("never expires")));
            screen.line(clearText);
          });
      return ExitCodes.DONE;
    }
  }

  private Optional<Duration> life() {
    if (expires == null) {
      return Optional.of(Tokens.USUAL_LIFE);
    }
    return expires.equals("never") ? Optional.empty() : Optional.of(Durations.parse(expires));
  }
}
