package org.hwautomation.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.hwautomation.workflow.WorkflowStore;

/**
 * Many runs at once in a SQLite store, against one thread that writes the same rows in batches of
 * as many writes, one sync each. All runs wait at a gate in their first step; what is timed is from
 * the gate's opening to the last run's end.
 */
final class ManyRuns {
  private final int runs;
  private final double wanted;

  ManyRuns(int runs, double wanted) {
    this.runs = runs;
    this.wanted = wanted;
  }

  Outcome measure(Workbench bench) throws Exception {
    var count = bench.size(runs, Math.min(runs, 20));
    var steps = bench.size(2_000 / runs + 10, 3);
    var database = bench.freshDatabase();
    try (var store = SqliteStore.open(database);
        var recording = new Recording(database)) {
      execute(RecordingStore.over(store, recording), count, steps, recording::mark);
      var measured = recording.measured();
      var rows = Recording.rows(measured);
      replay(bench.freshDatabase(), recording, count, Optional.of(database));
      var rounds =
          Rounds.measure(
              bench.warmUps(2),
              bench.rounds(),
              () -> {
                var fresh = bench.freshDatabase();
                try (var own = SqliteStore.open(fresh)) {
                  return rows / execute(own, count, steps, () -> {});
                } finally {
                  Workbench.discard(fresh);
                }
              },
              () -> {
                var fresh = bench.freshDatabase();
                try {
                  return rows / replay(fresh, recording, count, Optional.empty());
                } finally {
                  Workbench.discard(fresh);
                }
              });
      var ours = rounds.ours("engine", "rows/s");
      var floor = rounds.floor("one thread in batches", "rows/s");
      var ratio = rounds.ratio();
      return new Outcome(
          bench.row().id(),
          "durable steps, %,d runs of %d steps at once".formatted(count, steps),
          ours.text(),
          floor.text() + " (batches of %,d)".formatted(count),
          Optional.of(ratio.median()),
          bench.row().wanted(),
          ratio.median() >= wanted ? Verdict.MET : Verdict.MISSED,
          "rows of the journal; %,d of them, in %,d writes of the engine, each with its update of the run's row"
              .formatted(rows, measured.size()),
          List.of(ours, floor, ratio));
    }
  }

  /** Seconds from the gate's opening to the last run's end. */
  private static double execute(WorkflowStore store, int runs, int steps, Runnable prepared)
      throws Exception {
    var arrived = new CountDownLatch(runs);
    var gate = new CountDownLatch(1);
    var list = new ArrayList<WorkflowStep>();
    list.add(
        WorkflowStep.named("gate")
            .run(
                context -> {
                  arrived.countDown();
                  gate.await();
                  return null;
                }));
    list.addAll(Steps.noops(steps));
    var definition = WorkflowDefinition.of("bench", list);
    try (var engine = WorkflowEngine.builder(store).build()) {
      var handles = startAll(engine, "bench-", definition, runs);
      arrived.await();
      prepared.run();
      var start = System.nanoTime();
      gate.countDown();
      for (var handle : handles) {
        if (handle.await().status() != WorkflowStatus.COMPLETED) {
          throw new IllegalStateException("a run is " + handle.state().status().wireName());
        }
      }
      return (System.nanoTime() - start) / 1e9;
    }
  }

  /** Starts runs side by side, so that their creations share commits. */
  static List<RunHandle> startAll(
      WorkflowEngine engine, String prefix, WorkflowDefinition definition, int runs)
      throws Exception {
    var handles = new ArrayList<RunHandle>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starting = new ArrayList<Future<RunHandle>>();
      for (var i = 0; i < runs; i++) {
        var id = prefix + i;
        starting.add(threads.submit(() -> engine.start(id, definition, WorkflowContext.EMPTY)));
      }
      for (var future : starting) {
        handles.add(future.get());
      }
    }
    return handles;
  }

  /** Seconds for the measured writes. */
  private static double replay(
      Path database, Recording recording, int batch, Optional<Path> compareWith) throws Exception {
    try (var floor = new Floor(database, recording.changing())) {
      floor.commit(recording.preparation());
      var measured = recording.measured();
      var start = System.nanoTime();
      for (var from = 0; from < measured.size(); from += batch) {
        floor.commit(measured.subList(from, Math.min(measured.size(), from + batch)));
      }
      var took = (System.nanoTime() - start) / 1e9;
      if (compareWith.isPresent()) {
        floor.requireSameAs(compareWith.get());
      }
      return took;
    }
  }
}
