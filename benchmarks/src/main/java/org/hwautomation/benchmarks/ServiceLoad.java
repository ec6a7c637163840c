package org.hwautomation.benchmarks;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.store.SqliteStore;

/**
 * The service under load: thousands of runs listed, hundreds of pages that listen, a thousand runs
 * in flight that go on at a steady pace, a heap that is bounded; killed in the middle of it.
 *
 * <p>Each run in flight asks for approvals, one after the other, so that its events come when this
 * program wants them: an answer over HTTP is written to the journal, the run goes on and asks
 * again.
 */
final class ServiceLoad {
  private static final String HEAP = "512m";

  /**
   * How much longer the slowest of a hundred events may take than usual ones of an idle service.
   */
  private static final double WANTED = 10;

  private static final int ASKING_STEPS = 60;

  private ServiceLoad() {}

  static Outcome measure(Workbench bench) throws Exception {
    if (!LoadedService.isHere()) {
      return Outcome.notMeasurable(
          bench.row(), "the service is not part of this program; use hwauto bench");
    }
    var oldRuns = bench.size(10_000, 60);
    var database = bench.freshDatabase().resolveSibling(SqliteStore.DEFAULT_FILE_NAME);
    try {
      OldRuns.make(database, oldRuns);
      var state = database.getParent();
      if (state == null) {
        throw new IllegalStateException(database + " has no folder");
      }
      var definitions = Files.createDirectories(state.resolve("definitions"));
      Files.writeString(definitions.resolve("asking.yaml"), asking());
      try (var service = LoadedService.start(state, HEAP)) {
        return measure(bench, service, oldRuns);
      }
    } finally {
      Workbench.discard(database);
    }
  }

  private static String asking() {
    var text = new StringBuilder("name: asking\ndescription: Asks again and again\nsteps:\n");
    for (var i = 0; i < ASKING_STEPS; i++) {
      text.append("  - {name: s").append(i).append(", approval: {role: operator}}\n");
    }
    return text.toString();
  }

  private static Outcome measure(Workbench bench, LoadedService service, int oldRuns)
      throws Exception {
    var inFlight = bench.size(1_000, 12);
    var pages = bench.size(200, 8);
    var lists = new ListTimes(service, oldRuns);
    var idleLists = lists.measure(bench.size(40, 2));

    Delays idle;
    try (var run = new AskingRuns(service, "idle", 1, 1, 1)) {
      run.answer(bench.size(40, 4), Duration.ofMillis(bench.size(250, 50)));
      idle = run.delays();
    }

    try (var runs = new AskingRuns(service, "load", inFlight, pages, pages / 2)) {
      var answers = bench.size(3_000, 40);
      var pause = Duration.ofMillis(bench.size(20, 10)); // fifty a second
      var heap = new ArrayList<Double>();
      var listing = lists.inBackground(heap);
      runs.answer(answers, pause);
      var loadLists = listing.stop();
      var load = runs.delays();
      var collected = service.metric("jvm_gc_pause_seconds_sum");

      var killed = System.nanoTime();
      var answering = Thread.ofVirtual().start(() -> runs.answerUntilCutOff(pause));
      service.kill();
      answering.join();
      service.startAgain();
      var up = (System.nanoTime() - killed) / 1e9;
      runs.awaitListeners(2);
      runs.catchUp();
      runs.answer(Math.max(inFlight, 20), Duration.ofMillis(2));
      runs.requireNoGap();
      runs.requireAllGoOn();
      return outcome(bench, idle, load, idleLists, loadLists, heap, collected, up, inFlight, pages);
    }
  }

  private static Outcome outcome(
      Workbench bench,
      Delays idle,
      Delays load,
      Map<String, Series> idleLists,
      Map<String, Series> loadLists,
      List<Double> heap,
      double collected,
      double up,
      int inFlight,
      int pages) {
    var series = new ArrayList<Series>();
    var one =
        ratio("p99 of a run's own stream under load by its idle median", load.own(), idle.own());
    var all =
        ratio("p99 of the stream of all under load by its idle median", load.all(), idle.all());
    series.add(one);
    series.add(all);
    series.add(single("own stream, idle, median", "ms", percentile(idle.own(), 50)));
    series.add(single("own stream, load, median", "ms", percentile(load.own(), 50)));
    series.add(single("own stream, load, p99", "ms", percentile(load.own(), 99)));
    series.add(single("stream of all, idle, median", "ms", percentile(idle.all(), 50)));
    series.add(single("stream of all, load, median", "ms", percentile(load.all(), 50)));
    series.add(single("stream of all, load, p99", "ms", percentile(load.all(), 99)));
    idleLists.forEach((name, times) -> addBoth(series, name + ", idle", times));
    loadLists.forEach((name, times) -> addBoth(series, name + ", load", times));
    series.add(single("heap in use, most seen", "MiB", most(heap) / 1048576));
    series.add(single("pauses for garbage, together", "s", collected));
    series.add(single("kill -9 until it answers again", "s", up));
    var met = one.median() <= WANTED && all.median() <= WANTED;
    return new Outcome(
        bench.row().id(),
        "service with %,d runs in flight, %,d pages, -Xmx%s".formatted(inFlight, pages, HEAP),
        "p99 %s ms and %s ms"
            .formatted(
                Numbers.text(percentile(load.own(), 99)), Numbers.text(percentile(load.all(), 99))),
        "median %s ms and %s ms (idle; a run's stream, that of all)"
            .formatted(
                Numbers.text(percentile(idle.own(), 50)), Numbers.text(percentile(idle.all(), 50))),
        Optional.of(Math.max(one.median(), all.median())),
        bench.row().wanted(),
        met ? Verdict.MET : Verdict.MISSED,
        "measured once; %,d and %,d events under load; killed with -9 in the middle and started again: up after %s s, every listener was back and had every entry once"
            .formatted(load.own().size(), load.all().size(), Numbers.text(up)),
        series);
  }

  private static void addBoth(List<Series> series, String name, Series times) {
    series.add(single(name + ", median", "ms", times.median()));
    series.add(single(name + ", p99", "ms", percentile(times.rounds(), 99)));
  }

  private static Series ratio(String name, List<Double> load, List<Double> idle) {
    return single(name, "x", percentile(load, 99) / percentile(idle, 50));
  }

  private static Series single(String name, String unit, double value) {
    return Series.of(name, unit, List.of(value));
  }

  private static double most(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** The value that so many percent do not exceed. */
  static double percentile(List<Double> values, int percent) {
    if (values.isEmpty()) {
      throw new IllegalStateException("nothing was heard");
    }
    var sorted = values.stream().sorted().toList();
    var rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }

  /**
   * From an entry's own time until a listener had read of it, in milliseconds.
   *
   * @param own on the run's own stream
   * @param all on the stream of all runs
   */
  record Delays(List<Double> own, List<Double> all) {}
}
