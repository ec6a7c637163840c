package org.hwautomation.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStep;

/** Fills a database with runs that ended, executed by the engine: every tenth failed. */
final class OldRuns {
  private static final int STEPS = 14;
  private static final int AT_ONCE = 1_000;

  private OldRuns() {}

  /** The server of one of them; each has twenty. */
  static String server(int run) {
    return "old-%04d".formatted(run / 20);
  }

  static void make(Path database, int count) throws Exception {
    try (var store = SqliteStore.open(database);
        var engine = WorkflowEngine.builder(store).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var from = 0; from < count; from += AT_ONCE) {
        var starting = new ArrayList<Future<RunHandle>>();
        for (var run = from; run < Math.min(count, from + AT_ONCE); run++) {
          var number = run;
          starting.add(threads.submit(() -> start(engine, number)));
        }
        for (var started : starting) {
          started.get().await();
        }
      }
    }
  }

  private static RunHandle start(WorkflowEngine engine, int number) {
    return engine.start(
        "old-work-" + number,
        number % 10 == 9 ? FAILING : SUCCEEDING,
        WorkflowContext.builder().server(server(number)).build());
  }

  private static final WorkflowDefinition SUCCEEDING =
      WorkflowDefinition.of("old_work", Steps.noops(STEPS));

  private static final WorkflowDefinition FAILING = failing();

  /** It is not held: a thousand held runs are no data centre that anybody runs. */
  private static WorkflowDefinition failing() {
    var definition = WorkflowDefinition.named("old_work");
    Steps.noops(STEPS - 1).forEach(definition::step);
    return definition
        .step(WorkflowStep.named("last").description("").attempts(1).run(context -> false))
        .rollback()
        .build();
  }
}
