package org.hwautomation.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.workflow.MemoryStore;
import org.hwautomation.workflow.Workflow;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowEngine;

/**
 * A step that does nothing, in an engine without durability, against a CPython loop of the
 * original's shape. Both execute workflows of 20 steps with a progress callback; making workflows
 * and steps is timed on neither side.
 */
final class NoopStep {
  private static final int STEPS = 20;
  private static final double WANTED = 5;

  private NoopStep() {}

  static Outcome measure(Workbench bench) throws Exception {
    if (PythonLoop.version().isEmpty()) {
      return Outcome.notMeasurable(bench.row(), "no python3");
    }
    var workflows = bench.size(2_000, 20);
    var silent = new ArrayList<Double>();
    try (var python = PythonLoop.start(bench.folder())) {
      var rounds =
          Rounds.measure(
              bench.warmUps(3),
              bench.rounds(),
              () -> {
                silent.add(nanosPerStep(workflows, false));
                return nanosPerStep(workflows, true);
              },
              () -> python.nanosPerStep(workflows, STEPS));
      var ours = rounds.ours("engine, with callback", "ns a step");
      var floor = rounds.floor("CPython loop", "ns a step");
      var alone =
          Series.of(
              "engine, without callback",
              "ns a step",
              silent.subList(silent.size() - bench.rounds(), silent.size()));
      var ratio = rounds.inverse();
      return new Outcome(
          bench.row().id(),
          "no-op step without a store, workflows of %d steps".formatted(STEPS),
          ours.text(),
          floor.text() + " (CPython loop)",
          Optional.of(ratio.median()),
          bench.row().wanted(),
          ratio.median() >= WANTED ? Verdict.MET : Verdict.MISSED,
          "with a progress callback on both sides; the engine without one takes " + alone.text(),
          List.of(ours, floor, ratio, alone));
    }
  }

  private static double nanosPerStep(int workflows, boolean callback) {
    try (var store = new MemoryStore();
        var engine = WorkflowEngine.builder(store).build()) {
      var heard = new AtomicInteger();
      var made = new ArrayList<Workflow>(workflows);
      for (var i = 0; i < workflows; i++) {
        var workflow = engine.workflow("bench-" + i);
        Steps.noops(STEPS).forEach(workflow::addStep);
        if (callback) {
          workflow.onProgress(progress -> heard.incrementAndGet());
        }
        made.add(workflow);
      }
      var start = System.nanoTime();
      for (var workflow : made) {
        if (!workflow.execute(WorkflowContext.EMPTY)) {
          throw new IllegalStateException(workflow.id() + " did not complete");
        }
      }
      var took = System.nanoTime() - start;
      if (callback && heard.get() < 2 * STEPS * workflows) {
        throw new IllegalStateException(heard + " callbacks");
      }
      return took / ((double) workflows * STEPS);
    }
  }
}
