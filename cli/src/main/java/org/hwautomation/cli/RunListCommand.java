package org.hwautomation.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunRow;
import org.hwautomation.store.SqlStore;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists runs, newest first. */
@Command(name = "list", description = "List runs, newest first.")
final class RunListCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--live", description = "Only those that have not ended.")
  private boolean live;

  @Mixin private LimitOption limit = new LimitOption();

  @Override
  public Integer call() {
    var most = limit.rows();
    var screen = options.screen();
    try (var manager = options.manager("run list")) {
      var query =
          new RunQuery(
              live ? RunQuery.LIVE.statuses() : Set.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              most);
      var runs = manager.store().runs(query);
      var names = new RunNames(manager).knowing(runs);
      var store = manager.store();
      screen.result(
          Map.of("runs", runs.stream().map(run -> RunRow.document(run, names)).toList()),
          () -> {
            if (runs.isEmpty()) {
              screen.line("no runs; start one with: hwauto provision SERVER --device-type T");
            } else {
              screen.table(
                  List.of("RUN", "WORKFLOW", "SERVER", "STATUS", "STEP", "STARTED", ""),
                  runs.stream().map(run -> row(screen, run, names, store)).toList());
            }
            var before = live ? 0 : store.originalHistory().count(Optional.empty());
            if (before > 0) {
              screen.line(
                  "%d more, which the original ran: %s"
                      .formatted(before, options.next("run history")));
            }
          });
      return ExitCodes.DONE;
    }
  }

  private static List<String> row(Screen screen, RunRecord run, RunNames names, SqlStore store) {
    var word = RunRow.word(run, store);
    var text =
        switch (run.status()) {
          case COMPLETED -> screen.good(word);
          case FAILED, CANCELLED -> screen.bad(word);
          case PENDING, RUNNING -> word;
        };
    return List.of(
        run.runId(),
        run.workflowId(),
        names.server(run.serverId()),
        text,
        run.stepsCompleted() + "/" + run.totalSteps(),
        run.createdAt().toString().substring(0, 19) + "Z",
        run.message()
            .flatMap(message -> message.lines().findFirst())
            .or(run::currentStep)
            .orElse(""));
  }
}
