package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SIGKILL, again and again, of processes that share one SQLite file and few lock keys; whoever
 * lives takes over. What they did outside is compared with what the journals say.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillTest {
  private static final int KILLS = 50;

  @TempDir Path folder;

  /** A line of the file of effects. */
  private record Effect(String kind, String lock, String key, int attempt) {
    static Effect of(String line) {
      var words = line.split(" ", -1);
      return new Effect(words[0], words[1], words[2], Integer.parseInt(words[3]));
    }

    String root() {
      return key.substring(0, key.indexOf('/'));
    }
  }

  @Test
  void of_processes_killed_again_and_again_none_does_a_completed_step_twice() throws Exception {
    var seed = Long.getLong("kill.seed", System.nanoTime());
    System.out.printf("kill -9: -Dkill.seed=%d%n", seed);
    var random = new Random(seed);
    var database = folder.resolve("hw_automation.db");
    var effects = folder.resolve("effects");
    killInTurn(database, effects, random);
    try (var last = ChildJvm.start("finish", database.toString(), effects.toString())) {
      assertThat(last.remainingLines()).containsExactly("ready");
      assertThat(last.exitCode()).isZero();
    }
    var seen = Files.readAllLines(effects).stream().map(Effect::of).toList();
    try (var store = SqliteStore.open(database)) {
      var runs = store.runs(RunQuery.ALL);
      assertThat(runs.size()).as("runs").isGreaterThan(10);
      assertThat(runs).extracting(RunRecord::status).containsOnly(WorkflowStatus.COMPLETED);
      assertThat(store.locks()).isEmpty();
      var recovered = 0;
      for (var run : runs) {
        var journal = store.entries(run.runId(), 0);
        recovered += (int) journal.stream().filter(e -> e.payload().flag("recovered")).count();
        check(run, journal, seen);
      }
      System.out.printf(
          "kill -9: %d kills, %d runs, %d taken over, %d effects, %d points adopted%n",
          KILLS, runs.size(), recovered, seen.size(), count(seen, "adopt"));
      assertThat(recovered).as("taken over from the dead").isGreaterThan(20);
    }
    checkLocks(seen);
  }

  /** Two work at any time; the older is killed when the next has come up. */
  private static void killInTurn(Path database, Path effects, Random random) throws Exception {
    var alive = new ArrayDeque<ChildJvm>();
    try {
      for (var kills = 0; kills < KILLS; ) {
        var next =
            ChildJvm.start(
                "work", database.toString(), effects.toString(), Long.toString(random.nextLong()));
        alive.add(next);
        assertThat(next.readLine()).isEqualTo("ready");
        TimeUnit.MILLISECONDS.sleep(random.nextInt(250));
        if (alive.size() > 2) {
          alive.remove().kill();
          kills++;
        }
      }
    } finally {
      alive.forEach(ChildJvm::close);
    }
  }

  private static int count(List<Effect> effects, String kind) {
    return (int) effects.stream().filter(effect -> effect.kind().equals(kind)).count();
  }

  private static void check(RunRecord run, List<JournalEntry> journal, List<Effect> all) {
    var state = RunState.of(journal).orElseThrow();
    var remembered = new HashMap<String, Integer>();
    for (var entry : journal) {
      if (entry.type().equals("checkpoint_saved")
          && entry.payload().get("attempt").orElseThrow() instanceof Value.Int(var attempt)) {
        remembered.put(entry.payload().text("step").orElseThrow(), (int) attempt);
      }
    }
    for (var step : state.steps().values()) {
      var key = run.runId() + "/" + step.path();
      var its = all.stream().filter(effect -> effect.key().equals(key)).toList();
      assertThat(step.status()).as(key).isEqualTo(StepStatus.COMPLETED);
      var calls = its.stream().filter(e -> e.kind().equals("call")).map(Effect::attempt).toList();
      assertThat(calls).as("%s is called once an attempt: %s", key, its).doesNotHaveDuplicates();
      assertThat(calls.getLast())
          .as("%s is not called after it completed: %s", key, its)
          .isEqualTo(step.attempts().size());
      assertThat(count(its, "flash")).as("%s is flashed once: %s", key, its).isLessThan(2);
      for (var effect : its) {
        if (effect.kind().equals("task")) {
          assertThat(effect.attempt())
              .as("%s is adopted once it is remembered: %s", key, its)
              .isLessThanOrEqualTo(remembered.getOrDefault(step.path(), 0));
        }
      }
      assertThat(count(its, "flash") + count(its, "task")).as("%s was done", key).isPositive();
    }
  }

  /** A run has its lock from its first effect to its last, whoever executes it. */
  private static void checkLocks(List<Effect> effects) {
    Map<String, List<String>> holders = new TreeMap<>();
    for (var effect : effects) {
      var order = holders.computeIfAbsent(effect.lock(), lock -> new ArrayList<>());
      if (order.isEmpty() || !order.getLast().equals(effect.root())) {
        order.add(effect.root());
      }
    }
    holders.forEach(
        (lock, order) ->
            assertThat(new HashSet<>(order))
                .as("runs that had %s, in order: %s", lock, order)
                .hasSameSizeAs(order));
    assertThat(holders).hasSize(WorkProgram.LOCKS);
  }
}
