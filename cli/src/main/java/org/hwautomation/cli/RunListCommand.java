package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hwautomation.store.SqlStore;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists runs, newest first. */
@Command(name = "list", description = "List runs, newest first.")
final class RunListCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--live", description = "Only those that have not ended.")
  private boolean live;

  @Option(names = "--limit", paramLabel = "N", description = "At most; ${DEFAULT-VALUE}.")
  private int limit = 50;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new IllegalArgumentException("--limit " + limit + " is less than 1");
    }
    var screen = options.screen();
    try (var manager = options.manager("run list")) {
      var query =
          new RunQuery(
              live ? RunQuery.LIVE.statuses() : Set.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              limit);
      var runs = manager.store().runs(query);
      var names = new RunNames(manager);
      var store = manager.store();
      screen.result(
          Map.of("runs", runs.stream().map(run -> entry(run, names, store)).toList()),
          () -> {
            if (runs.isEmpty()) {
              screen.line("no runs; start one with: hwauto provision SERVER --device-type T");
              return;
            }
            screen.table(
                List.of("RUN", "WORKFLOW", "SERVER", "STATUS", "STEP", "STARTED", ""),
                runs.stream().map(run -> row(screen, run, names, store)).toList());
          });
      return ExitCodes.DONE;
    }
  }

  /** Status and phase in one word. */
  static String word(RunRecord run, SqlStore store) {
    if (RunNames.interrupted(store, run)) {
      return "interrupted";
    }
    return run.phase() == Phase.NONE
        ? run.status().wireName()
        : run.status().wireName() + ", " + run.phase().wireName();
  }

  static Map<String, @Nullable Object> entry(RunRecord run, RunNames names, SqlStore store) {
    var entry = new LinkedHashMap<String, @Nullable Object>();
    entry.put("run_id", run.runId());
    entry.put("workflow_id", run.workflowId());
    entry.put("definition", run.definition());
    entry.put("server_id", run.serverId().orElse(null));
    entry.put("hostname", names.server(run.serverId()));
    entry.put("device_type", run.deviceType().orElse(null));
    entry.put("status", run.status().wireName());
    entry.put("phase", run.phase().wireName());
    entry.put("interrupted", RunNames.interrupted(store, run));
    entry.put("current_step_name", run.currentStep().orElse(null));
    entry.put("steps_completed", run.stepsCompleted());
    entry.put("steps", run.totalSteps());
    entry.put("message", run.message().orElse(null));
    entry.put("started_by", run.startedBy());
    entry.put("start_time", run.createdAt().toString());
    entry.put("end_time", run.endedAt().map(Object::toString).orElse(null));
    return entry;
  }

  private static List<String> row(Screen screen, RunRecord run, RunNames names, SqlStore store) {
    var word = word(run, store);
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
