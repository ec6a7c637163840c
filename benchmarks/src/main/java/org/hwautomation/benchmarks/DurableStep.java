package org.hwautomation.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStatus;

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
      try (var engine = WorkflowEngine.builder(RecordingStore.over(store, recording)).build()) {
        execute(engine, "first", definition); // registers the engine as an owner
        recording.mark();
        for (var i = 0; i < runs; i++) {
          execute(engine, "bench-" + i, definition);
        }
      }
      try (var floor = new Floor(bench.freshDatabase(), recording.changing())) {
        floor.commit(recording.preparation());
        for (var commit : recording.measured()) {
          floor.commit(List.of(commit));
        }
        floor.requireSameAs(database);
      }
      var pieces = byRun(byStep(recording.measured()));
      var rounds =
          Rounds.measure(
              bench.warmUps(12), bench.rounds(), () -> round(bench, definition, recording, pieces));
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
          verdict(ratio.median()),
          (ratio.median() < 1 ? "the floor does less and took longer: others use the disk; " : "")
              + "the engine made %s writes for %d steps, the floor %d"
                  .formatted(
                      Numbers.text(recording.measured().size()),
                      runs * STEPS,
                      pieces.stream().mapToInt(List::size).sum()),
          List.of(ours, floor, ratio));
    }
  }

  private static Verdict verdict(double ratio) {
    if (ratio < 1) {
      return Verdict.NOT_MEASURABLE_HERE;
    }
    return ratio <= WANTED ? Verdict.MET : Verdict.MISSED;
  }

  /** Engine and floor take turns run by run, since the cost of a sync changes within seconds. */
  private static Rounds.Pair round(
      Workbench bench, WorkflowDefinition definition, Recording recording, List<List<Write>> pieces)
      throws Exception {
    var engines = bench.freshDatabase();
    var floors = bench.freshDatabase();
    try (var store = SqliteStore.open(engines);
        var engine = WorkflowEngine.builder(store).build();
        var floor = new Floor(floors, recording.changing())) {
      floor.commit(recording.preparation());
      execute(engine, "first", definition);
      var ours = 0L;
      var theirs = 0L;
      for (var i = 0; i < pieces.size(); i++) {
        var start = System.nanoTime();
        execute(engine, "bench-" + i, definition);
        var between = System.nanoTime();
        for (var commit : pieces.get(i)) {
          floor.commit(List.of(commit));
        }
        ours += between - start;
        theirs += System.nanoTime() - between;
      }
      var steps = 1e3 * pieces.size() * STEPS;
      return new Rounds.Pair(ours / steps, theirs / steps);
    } finally {
      Workbench.discard(engines);
      Workbench.discard(floors);
    }
  }

  private static void execute(WorkflowEngine engine, String id, WorkflowDefinition definition)
      throws InterruptedException {
    var end = engine.start(id, definition, WorkflowContext.EMPTY).await();
    if (end.status() != WorkflowStatus.COMPLETED) {
      throw new IllegalStateException("a run is " + end.status().wireName());
    }
  }

  /** What was written for each run. */
  private static List<List<Write>> byRun(List<Write> writes) {
    var runs = new LinkedHashMap<String, List<Write>>();
    for (var write : writes) {
      runs.computeIfAbsent(write.runId(), id -> new ArrayList<>()).add(write);
    }
    return List.copyOf(runs.values());
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
