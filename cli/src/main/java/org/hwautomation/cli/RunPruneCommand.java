package org.hwautomation.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.store.RunRetention;
import org.hwautomation.workflow.Durations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes runs that ended long ago. */
@Command(
    name = "prune",
    description = {
      "Delete runs that ended longer ago than that, with their journals; says how many first.",
      "What has not ended, is held or is parked stays, and so do the newest run of each server, runs"
          + " of batches that are not over, and what the audit and the firmware history say."
    })
final class RunPruneCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(
      names = "--older-than",
      required = true,
      paramLabel = "TIME",
      description = "How long ago they ended at least, such as 90d.")
  private String olderThan = "";

  @Option(names = "--dry-run", description = "Say how many; delete nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask; needed where there is no terminal.")
  private boolean yes;

  @Override
  public Integer call() {
    var age = Durations.parse(olderThan);
    if (age.isZero()) {
      throw new IllegalArgumentException("--older-than 0 is no age; write such as 90d");
    }
    var screen = options.screen();
    try (var manager = options.manager("run prune")) {
      var store = manager.store();
      var before = store.time().now().minus(age);
      var old = store.retention().old(before);
      if (dryRun || old.runs() + old.batches() == 0) {
        screen.result(
            document(before, old, false),
            () -> screen.line(words(old, before) + (dryRun ? " would be deleted" : "")));
        return ExitCodes.DONE;
      }
      if (!yes && !confirmed(screen, old, before)) {
        return ExitCodes.BAD_INPUT;
      }
      var gone = store.retention().prune(before, GlobalOptions.actor());
      screen.result(
          document(before, gone, true), () -> screen.line(words(gone, before) + " are deleted"));
      return ExitCodes.DONE;
    }
  }

  private static boolean confirmed(Screen screen, RunRetention.Count old, Instant before) {
    var console = Terminal.console();
    if (screen.json() || console.isEmpty()) {
      throw new IllegalArgumentException(
          "nobody can be asked here whether %s are to be deleted; give --yes if they are"
              .formatted(words(old, before)));
    }
    return Terminal.agrees(console.get(), screen, "Shall %s go?".formatted(words(old, before)));
  }

  private static String words(RunRetention.Count count, Instant before) {
    return "%d runs and %d batches that ended before %s"
        .formatted(count.runs(), count.batches(), UserListCommand.minute(before));
  }

  private static Map<String, @Nullable Object> document(
      Instant before, RunRetention.Count count, boolean deleted) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("ended_before", before.toString());
    document.put("runs", count.runs());
    document.put("batches", count.batches());
    document.put("deleted", deleted);
    return document;
  }
}
