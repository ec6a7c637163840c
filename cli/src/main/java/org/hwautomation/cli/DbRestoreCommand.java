package org.hwautomation.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.store.SqliteOptions;
import org.hwautomation.store.SqliteRestore;
import org.hwautomation.store.SqliteRestore.Restored;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a backup in the place of the database. */
@Command(
    name = "restore",
    description = {
      "Put a backup in the place of the database, which nobody may use meanwhile. The backup is"
          + " checked from end to end first; the database that was there is kept beside the new one.",
      "A backup does not know what was done after it was made. So nothing goes on by itself: its"
          + " live runs are parked, its running batches paused, and times of schedules that came"
          + " since are not made up. Look at hwauto status, then resume or cancel each."
    })
final class DbRestoreCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "FILE", description = "What hwauto db backup wrote; it is only read.")
  private Path file = Path.of("");

  @Option(names = "--yes", description = "Do not ask; needed where there is no terminal.")
  private boolean yes;

  @Override
  public Integer call() {
    var screen = options.screen();
    var configured = options.configuration().database();
    if (configured.postgres().isPresent()) {
      throw new IllegalArgumentException(
          "the database is PostgreSQL; stop all services, restore what pg_dump wrote with pg_restore into an empty database, and see docs/operations.md for what to do before a service is started");
    }
    var database = configured.path();
    if (!yes && !confirmed(screen, database)) {
      return ExitCodes.BAD_INPUT;
    }
    var restored =
        SqliteRestore.restore(file, database, SqliteOptions.DEFAULT, GlobalOptions.actor());
    screen.result(document(restored), () -> tell(screen, restored));
    return ExitCodes.DONE;
  }

  private boolean confirmed(Screen screen, Path database) {
    var console = Terminal.console();
    if (screen.json() || console.isEmpty()) {
      throw new IllegalArgumentException(
          "nobody can be asked here whether %s is to take the place of %s; give --yes if it is"
              .formatted(file, database));
    }
    return Terminal.agrees(
        console.get(), screen, "Shall %s take the place of %s?".formatted(file, database));
  }

  private Map<String, @Nullable Object> document(Restored restored) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("database", restored.database().toString());
    document.put("from", file.toString());
    document.put("replaced", restored.replaced().map(Path::toString).orElse(null));
    document.put("runs", restored.runs());
    document.put("parked_runs", restored.parked());
    document.put("paused_batches", restored.batches());
    return document;
  }

  private void tell(Screen screen, Restored restored) {
    screen.line(
        "%s is restored from %s: %d runs".formatted(restored.database(), file, restored.runs()));
    restored.replaced().ifPresent(kept -> screen.line("What was there before is kept: " + kept));
    if (restored.parked() > 0 || restored.batches() > 0) {
      screen.line(
          "Parked: %d runs, paused: %d batches. See what each was at, then go on or end it:"
              .formatted(restored.parked(), restored.batches()));
      screen.line("  " + options.next("status"));
    }
  }
}
