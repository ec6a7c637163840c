package org.hwautomation.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStore;

/**
 * Runs one after the other in a SQLite store, against one thread that writes the same rows with one
 * commit for a run's creation and one for each step.
 */
final class DurableStep {
  private static final int STEPS = 20;
  private static final double WANTED = 1.3;

  private DurableStep() {}

  static Outcome measure(Workbench bench) throws Exception {
    var runs = bench.size(20, 2);
    var definition = WorkflowDefinition.of("bench", Steps.noops(STEPS));
    var database = bench.freshDatabase();
    try (var store = SqliteStore.open(database);
        var recording = new Recording(database)) {
      execute(RecordingStore.over(store, recording), definition, runs, recording::mark);
      var commits = byStep(recording.measured());
      try (var floor = new Floor(bench.freshDatabase(), recording.changing())) {
        floor.commit(recording.preparation());
        for (var commit : recording.measured()) {
          floor.commit(List.of(commit));
        }
        floor.requireSameAs(database);
      }
      var rounds =
          Rounds.measure(
              bench.warmUps(2),
              bench.rounds(),
              () -> {
                var fresh = bench.freshDatabase();
                try (var own = SqliteStore.open(fresh)) {
                  return execute(own, definition, runs, () -> {}) / 1e3 / (runs * STEPS);
                } finally {
                  Workbench.discard(fresh);
                }
              },
              () -> {
                var fresh = bench.freshDatabase();
                try (var floor = new Floor(fresh, recording.changing())) {
                  floor.commit(recording.preparation());
                  var start = System.nanoTime();
                  for (var commit : commits) {
                    floor.commit(List.of(commit));
                  }
                  return (System.nanoTime() - start) / 1e3 / (runs * STEPS);
                } finally {
                  Workbench.discard(fresh);
                }
              });
      var ours = rounds.ours("engine", "µs a step");
      var floor = rounds.floor("one synced commit a step", "µs a step");
      var ratio = rounds.ratio();
      return new Outcome(
          bench.row().id(),
          "durable step, 1 run of %d steps at a time".formatted(STEPS),
          ours.text(),
          floor.text() + " (1 commit a step)",
          Optional.of(ratio.median()),
          bench.row().wanted(),
          ratio.median() <= WANTED ? Verdict.MET : Verdict.MISSED,
          "the engine made %s writes for %d steps, the floor %d"
              .formatted(Numbers.text(recording.measured().size()), runs * STEPS, commits.size()),
          List.of(ours, floor, ratio));
    }
  }

  /** Nanoseconds for all runs; an engine's first run, which registers its owner, is not timed. */
  private static double execute(
      WorkflowStore store, WorkflowDefinition definition, int runs, Runnable prepared)
      throws InterruptedException {
    try (var engine = WorkflowEngine.builder(store).build()) {
      engine.start("first", definition, WorkflowContext.EMPTY).await();
      prepared.run();
      var start = System.nanoTime();
      for (var i = 0; i < runs; i++) {
        var end = engine.start("bench-" + i, definition, WorkflowContext.EMPTY).await();
        if (end.status() != WorkflowStatus.COMPLETED) {
          throw new IllegalStateException("a run is " + end.status().wireName());
        }
      }
      return System.nanoTime() - start;
    }
  }

  /** The same rows with one write for a run's creation and one a step; its end is in the last. */
  static List<Write> byStep(List<Write> writes) {
    var commits = new ArrayList<Write>();
    var open = false; // whether the last commit may take more
    for (var write : writes) {
      if (write.creates()) {
        commits.add(write);
        open = false;
        continue;
      }
      var ends = write.entries().stream().anyMatch(e -> "run_ended".equals(e.get("type")));
      if (open || (ends && !write.completesStep())) {
        commits.add(commits.removeLast().and(write));
      } else {
        commits.add(write);
      }
      open = !write.completesStep();
    }
    return commits;
  }
}
