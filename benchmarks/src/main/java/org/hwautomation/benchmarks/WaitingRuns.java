package org.hwautomation.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.WorkflowEngine;

/**
 * Runs that wait, as for hardware, in a JVM of their own; against the same JVM, engine and store
 * without runs.
 */
final class WaitingRuns {
  private static final double WANTED_KIB = 16;

  /** Threads that an engine may have more, whatever the number of runs. */
  private static final double WANTED_THREADS = 32;

  /** Near zero: of one core. */
  private static final double WANTED_CPU_PERCENT = 1;

  private WaitingRuns() {}

  /**
   * What a JVM takes.
   *
   * @param heap bytes in use after garbage was collected
   * @param resident bytes of memory, as the system sees it; 0 where it does not tell
   * @param threads platform threads
   * @param cpu percent of one core while nothing happens
   */
  record Holding(long heap, long resident, int threads, double cpu) {}

  static Outcome measure(Workbench bench) throws Exception {
    var runs = bench.size(10_000, 50);
    var millis = bench.size(5_000, 100);
    var heap = new ArrayList<Double>();
    var resident = new ArrayList<Double>();
    var threads = new ArrayList<Double>();
    var cpu = new ArrayList<Double>();
    var emptyHeap = new ArrayList<Double>();
    var emptyThreads = new ArrayList<Double>();
    for (var i = 0; i < bench.rounds(); i++) {
      var with = child(bench, runs, millis);
      var without = child(bench, 0, millis);
      heap.add((with.heap() - without.heap()) / 1024.0 / runs);
      resident.add((with.resident() - without.resident()) / 1024.0 / runs);
      threads.add((double) with.threads() - without.threads());
      cpu.add(with.cpu() - without.cpu());
      emptyHeap.add(without.heap() / 1024.0 / 1024.0);
      emptyThreads.add((double) without.threads());
    }
    var ours = Series.of("heap", "KiB a run", heap);
    var rss = Series.of("resident memory", "KiB a run", resident);
    var more = Series.of("platform threads", "more", threads);
    var percent = Series.of("CPU", "% of a core more", cpu);
    var none = Series.of("heap without runs", "MiB", emptyHeap);
    var noneThreads = Series.of("platform threads without runs", "threads", emptyThreads);
    var met =
        ours.median() <= WANTED_KIB
            && more.median() <= WANTED_THREADS
            && percent.median() <= WANTED_CPU_PERCENT;
    return new Outcome(
        bench.row().id(),
        "%,d runs waiting at once".formatted(runs),
        "%s, %s threads, %s".formatted(ours.text(), more.text(), percent.text()),
        "%s, %s (no runs)".formatted(none.text(), noneThreads.text()),
        Optional.empty(),
        bench.row().wanted(),
        met ? Verdict.MET : Verdict.MISSED,
        "resident memory grows by %s; near 0 is at most %s%% of a core, no thread at most %s in all"
            .formatted(rss.text(), Numbers.text(WANTED_CPU_PERCENT), Numbers.text(WANTED_THREADS)),
        List.of(ours, rss, more, percent, none, noneThreads));
  }

  private static Holding child(Workbench bench, int runs, int millis)
      throws IOException, InterruptedException {
    var database = bench.freshDatabase();
    try {
      return ChildJvm.run(
              bench.folder(),
              bench.flags(),
              List.of(
                  "waiting", database.toString(), Integer.toString(runs), Integer.toString(millis)))
          .as(Holding.class);
    } finally {
      Workbench.discard(database);
    }
  }

  /** In the child: starts the runs, lets them wait, and looks at what that takes. */
  static Holding hold(Path database, int runs, long millis) throws Exception {
    var looked = new CountDownLatch(runs);
    var store = SqliteStore.open(database);
    var engine = WorkflowEngine.builder(store).actions(Steps.actions(looked)).build();
    var definition = Steps.waiting();
    for (var from = 0; from < runs; from += 1_000) {
      ManyRuns.startAll(engine, "bench-" + from + "-", definition, Math.min(1_000, runs - from));
    }
    looked.await();
    if (engine.executing() != runs) {
      throw new IllegalStateException(engine.executing() + " of " + runs + " runs");
    }
    Thread.sleep(millis); // the last commits and compilations end
    for (var i = 0; i < 4; i++) {
      System.gc();
    }
    var cpu = LongRun.cpuNanos();
    var start = System.nanoTime();
    Thread.sleep(millis);
    var percent = 100.0 * (LongRun.cpuNanos() - cpu) / (System.nanoTime() - start);
    System.gc();
    return new Holding(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        residentBytes(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        percent);
  }

  private static long residentBytes() throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElse(0);
  }
}
