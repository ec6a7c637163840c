package org.hwautomation.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.ConfiguredStore;
import org.hwautomation.store.DatabaseStatus;
import org.hwautomation.store.DatabaseStatus.Kind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings the database to this version's schema. */
@Command(
    name = "migrate",
    description = {
      "Do to the configured database what the next command would do to it, and say what was done: a"
          + " database of the original is copied and taken on, one of ours gets the migrations that"
          + " it has not. All in one transaction.",
      "A newer, damaged or foreign database is refused and not touched."
    })
final class DbMigrateCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(
      names = "--dry-run",
      description = "Change nothing: try it on a copy in the folder for temporary files.")
  private boolean dryRun;

  @Override
  public Integer call() {
    var screen = options.screen();
    var configuration = options.configuration();
    var before = ConfiguredStore.look(configuration);
    before.requireUsable();
    if (before.kind() == Kind.OURS && before.pending().isEmpty()) {
      screen.result(
          document(before, before, Optional.empty()),
          () ->
              screen.line(
                  "%s has all %d migrations; there is nothing to do"
                      .formatted(before.database(), before.applied().size())));
      return ExitCodes.DONE;
    }
    if (!dryRun) {
      ConfiguredStore.open(configuration).close();
    }
    var after =
        dryRun ? ConfiguredStore.tryOpening(configuration) : ConfiguredStore.look(configuration);
    var copy =
        after.copies().stream()
            .filter(each -> !dryRun && !before.copies().contains(each))
            .findFirst();
    screen.result(document(before, after, copy), () -> tell(screen, before, after, copy));
    return ExitCodes.DONE;
  }

  private Map<String, @Nullable Object> document(
      DatabaseStatus before, DatabaseStatus after, Optional<Path> copy) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("database", before.database());
    document.put("dry_run", dryRun);
    document.put("changed", !dryRun && !before.pending().isEmpty());
    document.put(
        "original_version",
        before.originalVersion().isPresent() ? before.originalVersion().getAsInt() : null);
    document.put("migrations", before.pending());
    document.put("copy", copy.map(Path::toString).orElse(null));
    document.put("rows_before", before.rows());
    document.put("rows", after.rows());
    return document;
  }

  private void tell(
      Screen screen, DatabaseStatus before, DatabaseStatus after, Optional<Path> copy) {
    var would = dryRun ? "would be " : "";
    if (before.kind() == Kind.ORIGINAL) {
      screen.line(
          "%s %sof the original HWAutomation, version %d"
              .formatted(before.database(), dryRun ? "is " : "was ", version(before)));
      screen.line(
          "%scopied to %s"
              .formatted(
                  would,
                  copy.map(Path::toString)
                      .orElseGet(() -> new DatabaseView(options, before).copyName())));
    }
    screen.line(
        "%s: %s%s"
            .formatted(
                before.kind() == Kind.ABSENT ? would + "made" : would + "migrated",
                String.join(", ", before.pending()),
                dryRun && before.kind() != Kind.ABSENT && !after.pending().isEmpty()
                    ? " (not tried: PostgreSQL)"
                    : ""));
    if (!before.rows().isEmpty()) {
      screen.line("");
      screen.table(
          List.of("TABLE", "ROWS BEFORE", "AFTER"),
          after.rows().entrySet().stream()
              .map(
                  each ->
                      List.of(
                          each.getKey(),
                          Optional.ofNullable(before.rows().get(each.getKey()))
                              .map(Object::toString)
                              .orElse("no table"),
                          each.getValue().toString()))
              .toList());
    }
    if (dryRun) {
      screen.line(
          "%s was not touched; do it with: %s"
              .formatted(before.database(), options.next("db migrate")));
    }
  }

  private static int version(DatabaseStatus status) {
    return status.originalVersion().orElse(0);
  }
}
