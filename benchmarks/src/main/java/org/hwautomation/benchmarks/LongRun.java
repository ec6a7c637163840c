package org.hwautomation.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStatus;

/**
 * What a step costs in a long run and in short ones, both durable. Timed is from the first step's
 * call to the last one's, so that a run's beginning and end do not count.
 */
final class LongRun {
  private static final int SHORT = 10;

  // the same but for noise
  private static final double WANTED = 1.1;

  private LongRun() {}

  private record Cost(double micros, double cpuMicros) {}

  static Outcome measure(Workbench bench) throws Exception {
    var steps = bench.size(1_000, 20);
    var shorts = steps / SHORT;
    var cpu = new ArrayList<Double>();
    var shortCpu = new ArrayList<Double>();
    var rounds =
        Rounds.measure(
            bench.warmUps(2),
            bench.rounds(),
            () -> {
              var cost = execute(bench, 1, steps);
              cpu.add(cost.cpuMicros());
              return cost.micros();
            },
            () -> {
              var cost = execute(bench, shorts, SHORT);
              shortCpu.add(cost.cpuMicros());
              return cost.micros();
            });
    var ours = rounds.ours("step of the long run", "µs a step");
    var floor = rounds.floor("step of a short run", "µs a step");
    var ratio = rounds.ratio();
    var cpuLong = Series.of("CPU of the long run", "µs a step", last(cpu, bench.rounds()));
    var cpuShort = Series.of("CPU of the short runs", "µs a step", last(shortCpu, bench.rounds()));
    return new Outcome(
        bench.row().id(),
        "step of a durable %,d-step run".formatted(steps),
        ours.text(),
        floor.text() + " (%d-step run)".formatted(SHORT),
        Optional.of(ratio.median()),
        bench.row().wanted(),
        ratio.median() <= WANTED ? Verdict.MET : Verdict.MISSED,
        "CPU of the process: %s against %s (beginnings and ends included)"
            .formatted(cpuLong.text(), cpuShort.text()),
        List.of(ours, floor, ratio, cpuLong, cpuShort));
  }

  private static List<Double> last(List<Double> all, int count) {
    return all.subList(all.size() - count, all.size());
  }

  private static Cost execute(Workbench bench, int runs, int steps) throws Exception {
    var first = new AtomicLong();
    var latest = new AtomicLong();
    var definition =
        WorkflowDefinition.of(
            "bench",
            Steps.of(
                steps,
                context -> {
                  var now = System.nanoTime();
                  first.compareAndSet(0, now);
                  latest.set(now);
                  return null;
                }));
    var fresh = bench.freshDatabase();
    try (var store = SqliteStore.open(fresh);
        var engine = WorkflowEngine.builder(store).build()) {
      engine
          .start("first", WorkflowDefinition.of("first", Steps.noops(SHORT)), WorkflowContext.EMPTY)
          .await();
      var nanos = 0L;
      var cpu = cpuNanos();
      for (var i = 0; i < runs; i++) {
        first.set(0);
        var end = engine.start("bench-" + i, definition, WorkflowContext.EMPTY).await();
        if (end.status() != WorkflowStatus.COMPLETED) {
          throw new IllegalStateException("a run is " + end.status().wireName());
        }
        nanos += latest.get() - first.get();
      }
      return new Cost(
          nanos / 1e3 / (runs * (steps - 1.0)), (cpuNanos() - cpu) / 1e3 / ((double) runs * steps));
    } finally {
      Workbench.discard(fresh);
    }
  }

  /** CPU that this process has used. */
  static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}
