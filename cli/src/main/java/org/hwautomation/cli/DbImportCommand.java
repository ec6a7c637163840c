package org.hwautomation.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.ConfiguredStore;
import org.hwautomation.store.OriginalImport.Counted;
import org.hwautomation.store.OriginalImport.Difference;
import org.hwautomation.store.OriginalImport.Imported;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes the rows of a database file of the original. */
@Command(
    name = "import",
    description = {
      "Take the servers, workflow history and power states of a database file of the original, of"
          + " any of its versions, into the configured database, in one transaction. The file is"
          + " only read, and may be in use.",
      "What is there already is not added again. A server that is there keeps what it says; what the"
          + " file says instead is shown. Where it says nothing it is filled. Audited."
    })
final class DbImportCommand implements Callable<Integer> {
  /** Differences that are told; all are in the JSON document. */
  private static final int TOLD = 40;

  private static final int WIDEST = 50;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "FILE", description = "The original's file, such as hw_automation.db.")
  private Path file = Path.of("");

  @Option(names = "--dry-run", description = "Take nothing, and show what would be taken.")
  private boolean dryRun;

  @Override
  public Integer call() {
    var screen = options.screen();
    var configuration = options.configuration();
    if (dryRun) {
      show(screen, ConfiguredStore.tryImporting(configuration, file, GlobalOptions.actor()));
      return ExitCodes.DONE;
    }
    try (var store = ConfiguredStore.open(configuration)) {
      show(screen, store.importOriginal(file, GlobalOptions.actor(), false));
    }
    return ExitCodes.DONE;
  }

  private void show(Screen screen, Imported imported) {
    screen.result(document(imported), () -> tell(screen, imported));
  }

  private Map<String, @Nullable Object> document(Imported imported) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("file", imported.file().toString());
    document.put("original_version", imported.version());
    document.put("dry_run", dryRun);
    var tables = new LinkedHashMap<String, Object>();
    imported.tables().forEach((name, counted) -> tables.put(name, document(counted)));
    document.put("tables", tables);
    document.put(
        "differences", imported.differences().stream().map(DbImportCommand::document).toList());
    document.put("servers_without_id", imported.withoutId());
    document.put("not_taken", imported.notTaken());
    return document;
  }

  private static Map<String, Object> document(Counted counted) {
    var document = new LinkedHashMap<String, Object>();
    document.put("added", counted.added());
    document.put("kept", counted.kept());
    document.put("filled", counted.filled());
    document.put("differing", counted.differing());
    return document;
  }

  private static Map<String, Object> document(Difference difference) {
    var document = new LinkedHashMap<String, Object>();
    document.put("table", difference.table());
    document.put("row", difference.row());
    document.put("column", difference.column());
    document.put("here", difference.ours());
    document.put("in_file", difference.theirs());
    return document;
  }

  private void tell(Screen screen, Imported imported) {
    screen.line(
        "%s: version %d of the original%s"
            .formatted(imported.file(), imported.version(), dryRun ? "; nothing is taken" : ""));
    screen.table(
        List.of("TABLE", "ADDED", "KEPT", "FILLED", "DIFFERING"),
        imported.tables().entrySet().stream()
            .map(
                each ->
                    List.of(
                        each.getKey(),
                        Long.toString(each.getValue().added()),
                        Long.toString(each.getValue().kept()),
                        Long.toString(each.getValue().filled()),
                        Long.toString(each.getValue().differing())))
            .toList());
    if (!imported.differences().isEmpty()) {
      screen.line("");
      screen.line("What differs; the database keeps what it says:");
      screen.table(
          List.of("ROW", "COLUMN", "HERE", "IN THE FILE"),
          imported.differences().stream()
              .limit(TOLD)
              .map(
                  each ->
                      List.of(
                          Plain.cut(each.row(), WIDEST + 20),
                          each.column(),
                          Plain.cut(each.ours(), WIDEST),
                          Plain.cut(each.theirs(), WIDEST)))
              .toList());
      if (imported.differences().size() > TOLD) {
        screen.line(
            "and %d more; all of them with --json".formatted(imported.differences().size() - TOLD));
      }
    }
    imported.notTaken().forEach(each -> screen.line("Not taken: " + Plain.line(each)));
    if (imported.withoutId() > 0) {
      screen.line("Not taken: %d rows of servers without an id".formatted(imported.withoutId()));
    }
    if (!dryRun && !imported.changes()) {
      screen.line("Nothing was taken: all of it is here.");
    }
    if (dryRun && imported.changes()) {
      screen.line("Take it with: " + options.next("db import " + file));
    }
  }
}
