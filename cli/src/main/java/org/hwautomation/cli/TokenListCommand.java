package org.hwautomation.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.server.access.Access;
import org.hwautomation.server.access.Tokens.Token;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the tokens. */
@Command(
    name = "list",
    description = "List the tokens, the expired ones too; not what they are proven by.")
final class TokenListCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("token list")) {
      var tokens = Access.of(manager.store()).tokens().list();
      screen.result(
          Map.of("tokens", tokens.stream().map(TokenListCommand::entry).toList()),
          () -> {
            if (tokens.isEmpty()) {
              screen.line(
                  "no tokens; make one with: " + options.next("token create NAME --role ROLE"));
              return;
            }
            screen.table(
                List.of("NAME", "ROLE", "EXPIRES", "LAST USED", "MADE", "BY"),
                tokens.stream().map(token -> row(screen, token)).toList());
          });
      return ExitCodes.DONE;
    }
  }

  private static Map<String, @Nullable Object> entry(Token token) {
    var entry = new LinkedHashMap<String, @Nullable Object>();
    entry.put("name", token.name());
    entry.put("role", token.role().wireName());
    entry.put("valid", token.valid());
    entry.put("created_by", token.createdBy());
    entry.put("created_at", token.createdAt().toString());
    entry.put("expires_at", token.expiresAt().map(Instant::toString).orElse(null));
    entry.put("last_used_at", token.lastUsedAt().map(Instant::toString).orElse(null));
    return entry;
  }

  private static List<String> row(Screen screen, Token token) {
    var until = token.expiresAt().map(UserListCommand::minute).orElse("never");
    return List.of(
        token.name(),
        token.role().wireName(),
        token.valid() ? until : screen.warn("expired " + until),
        token.lastUsedAt().map(UserListCommand::minute).orElse("never"),
        UserListCommand.minute(token.createdAt()),
        token.createdBy());
  }
}
