package org.hwautomation.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.EventWords;
import org.hwautomation.provisioning.runs.JournalDocument;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.workflow.JournalEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A run's journal as a timeline. */
@Command(
    name = "events",
    description = {
      "What happened to a run, entry by entry: when, who, what.",
      "With --json the entries as they are; with --follow too, one JSON document a line."
    })
final class RunEventsCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Option(names = "--follow", description = "Go on with what happens, until the run is over.")
  private boolean follow;

  @Option(names = "--after", paramLabel = "SEQ", description = "Only what came after an entry.")
  private long after;

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    try (var manager = options.manager("run events")) {
      var found = RunNames.find(manager, run);
      if (follow) {
        follow(screen, manager, found.runId());
        return ExitCodes.DONE;
      }
      var entries = manager.store().entries(found.runId(), after);
      screen.result(
          Map.of(
              "run_id",
              found.runId(),
              "entries",
              entries.stream().map(JournalDocument::of).toList()),
          () -> entries.forEach(entry -> screen.line(line(screen, entry))));
      return ExitCodes.DONE;
    }
  }

  private void follow(Screen screen, WorkflowManager manager, String runId)
      throws InterruptedException {
    var last = after;
    while (true) {
      var over = manager.store().run(runId).filter(r -> !r.status().isTerminal()).isEmpty();
      for (var entry : manager.store().entries(runId, last)) {
        last = entry.seq();
        screen.print(
            screen.json()
                ? Screen.compact(JournalDocument.of(entry)) + "\n"
                : line(screen, entry) + "\n");
      }
      if (over) {
        return;
      }
      Thread.sleep(LOOK);
    }
  }

  private static String line(Screen screen, JournalEntry entry) {
    var text = EventWords.of(entry);
    return "%4d  %s  %-14s  %s"
        .formatted(
            entry.seq(),
            screen.faint(entry.at().toString().substring(0, 19).replace('T', ' ') + "Z"),
            entry.actor(),
            switch (entry.type()) {
              case "attempt_failed", "run_parked" -> screen.bad(text);
              case "point_entered", "point_exited", "point_overdue" -> screen.grave(text);
              default -> text;
            });
  }
}
