package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hwautomation.server.access.Access;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command takes that changes an account or a token. */
final class AccessChange {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; for the audit.")
  private String reason = "";

  /** Does it, and says what is so now. */
  @FunctionalInterface
  interface Work {
    String on(Access access, Map<String, @Nullable Object> document);
  }

  String name() {
    return name;
  }

  String reason() {
    return reason.strip();
  }

  Screen screen() {
    return options.screen();
  }

  GlobalOptions options() {
    return options;
  }

  /** Runs it on the database that is configured; the document has the name already. */
  int run(String command, Work work) {
    var screen = options.screen();
    try (var manager = options.manager(command)) {
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("name", name);
      var said = work.on(Access.of(manager.store()), document);
      screen.result(document, () -> screen.line(said));
      return ExitCodes.DONE;
    }
  }
}
