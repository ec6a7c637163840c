package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.hwautomation.store.SqliteStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies the database while it is used. */
@Command(
    name = "backup",
    description = {
      "Copy the database, as it is at one moment, while services and commands go on using it.",
      "The key of the secrets is not in it: keep that elsewhere. hwauto db restore puts the copy in"
          + " the database's place."
    })
final class DbBackupCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "FILE", description = "Where to; it must not be there.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    var screen = options.screen();
    try (var manager = options.manager("db backup")) {
      if (!(manager.store() instanceof SqliteStore store)) {
        throw new IllegalArgumentException(
            "the database is PostgreSQL; back it up with pg_dump, which can do so while it is used");
      }
      store.backUp(file);
      var bytes = Files.size(file);
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("file", file.toString());
      document.put("bytes", bytes);
      document.put("of", store.file().toString());
      screen.result(
          document,
          () -> {
            screen.line("%s: a copy of %s, %d KiB".formatted(file, store.file(), bytes >> 10));
            screen.line(
                "The key of its secrets is not in it: %s, or HWAUTO_SECRET_KEY"
                    .formatted(store.file().resolveSibling("secret.key")));
          });
      return ExitCodes.DONE;
    }
  }
}
