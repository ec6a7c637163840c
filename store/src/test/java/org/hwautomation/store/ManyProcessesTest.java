package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunOwnedException;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyProcessesTest {
  @TempDir Path folder;

  @Test
  void four_processes_of_four_threads_lose_no_run() throws Exception {
    var file = folder.resolve("hw_automation.db");
    var children = new ArrayList<ChildJvm>();
    try {
      for (var p = 0; p < 4; p++) {
        children.add(ChildJvm.start("runs", file.toString(), "p" + p, "4", "40"));
      }
      for (var child : children) {
        assertThat(child.remainingLines()).hasSize(4);
        assertThat(child.exitCode()).isZero();
      }
    } finally {
      children.forEach(ChildJvm::close);
    }
    try (var store = SqliteStore.open(file)) {
      var runs = store.runs(RunQuery.ALL);
      assertThat(runs).hasSize(640);
      assertThat(runs).extracting(RunRecord::status).containsOnly(WorkflowStatus.COMPLETED);
      assertThat(runs).extracting(RunRecord::workflowId).doesNotHaveDuplicates();
      assertThat(count(store, "SELECT count(*) AS n FROM journal")).isEqualTo(640 * 4);
      assertThat(
              count(store, "SELECT count(*) AS n FROM workflow_history WHERE status = 'completed'"))
          .isEqualTo(640);
      assertThat(store.locks()).isEmpty();
      assertThat(
              count(
                  store,
                  "SELECT count(*) AS n FROM pragma_foreign_key_check WHERE \"table\" NOT IN ('workflow_history')"))
          .isZero();
    }
  }

  @Test
  void what_a_killed_process_was_told_is_written_is_there() throws Exception {
    var file = folder.resolve("hw_automation.db");
    String runId;
    long acknowledged;
    try (var child = ChildJvm.start("stream", file.toString())) {
      runId = Optional.ofNullable(child.readLine()).orElseThrow();
      String line;
      do {
        line = child.readLine();
      } while (line != null && Long.parseLong(line) < 120);
      child.kill();
      acknowledged = child.remainingLines().stream().filter(l -> !l.isBlank()).count() + 120;
    }
    try (var store = SqliteStore.open(file)) {
      var entries = store.entries(runId, 0);
      assertThat(entries.size()).isGreaterThanOrEqualTo((int) acknowledged - 1);
      assertThat(entries)
          .extracting(JournalEntry::seq)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, entries.size()).boxed().toList());
      assertThat(store.run(runId).orElseThrow().lastSeq()).isEqualTo(entries.size());
    }
  }

  @Test
  void an_owner_dies_with_its_process_and_its_file_is_cleaned_up() throws Exception {
    var file = folder.resolve("hw_automation.db");
    try (var store = SqliteStore.open(file);
        var child = ChildJvm.start("own", file.toString())) {
      var owner = Optional.ofNullable(child.readLine()).orElseThrow();
      var lockFile = folder.resolve("hw_automation.db.owners").resolve(owner + ".lock");
      assertThat(lockFile).exists();
      for (var i = 0; i < 3; i++) { // looking does not kill it
        assertThat(store.isAlive(owner)).isTrue();
      }
      child.kill();
      assertThat(store.isAlive(owner)).isFalse();
      assertThat(lockFile).doesNotExist();
      assertThat(store.isAlive(owner)).isFalse();
    }
  }

  @Test
  void an_owner_that_closes_is_dead_to_others_at_once() throws Exception {
    var file = folder.resolve("hw_automation.db");
    try (var store = SqliteStore.open(file);
        var child = ChildJvm.start("own", file.toString())) {
      var owner = Optional.ofNullable(child.readLine()).orElseThrow();
      child.tell("end");
      assertThat(child.exitCode()).isZero();
      assertThat(store.isAlive(owner)).isFalse();
      try (var files = Files.list(folder.resolve("hw_automation.db.owners"))) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void of_two_processes_that_take_a_run_over_at_once_one_wins() throws Exception {
    var file = folder.resolve("hw_automation.db");
    var run = TestRuns.record("raced");
    try (var store = SqliteStore.open(file);
        var one = ChildJvm.start("take-over", file.toString(), run.runId());
        var two = ChildJvm.start("take-over", file.toString(), run.runId())) {
      store.create(TestRuns.start(run, "bmc/raced")); // its owner never lived
      assertThat(one.readLine()).isEqualTo("ready");
      assertThat(two.readLine()).isEqualTo("ready");
      one.tell("go");
      two.tell("go");
      assertThat(Set.of(String.valueOf(one.readLine()), String.valueOf(two.readLine())))
          .containsExactlyInAnyOrder("won epoch 2", "lost");
      try (var us = store.registerOwner("a third")) {
        assertThatThrownBy(() -> store.takeOver(run.runId(), us.id()))
            .isInstanceOf(RunOwnedException.class);
        one.kill();
        two.kill();
        assertThat(store.takeOver(run.runId(), us.id())).isEqualTo(3);
      }
    }
  }

  @Test
  void an_observer_reads_while_another_process_writes() throws Exception {
    var file = folder.resolve("hw_automation.db");
    try (var child = ChildJvm.start("stream", file.toString())) {
      var runId = Optional.ofNullable(child.readLine()).orElseThrow();
      try (var store = SqliteStore.open(file)) {
        for (var i = 0; i < 20; i++) {
          var line = Optional.ofNullable(child.readLine()).orElseThrow();
          assertThat(store.run(runId).orElseThrow().lastSeq())
              .isGreaterThanOrEqualTo(Long.parseLong(line));
        }
        assertThat(count(store, "SELECT count(*) AS n FROM owner")).isZero();
      }
      assertThat(child.readLine()).isNotNull();
    }
  }

  @Test
  void a_held_run_is_resumed_once() {
    var file = folder.resolve("hw_automation.db");
    try (var one = SqliteStore.open(file);
        var two = SqliteStore.open(file)) {
      var run = TestRuns.record("held");
      one.create(TestRuns.start(run, "bmc/held"));
      one.append(TestRuns.end(run, WorkflowStatus.FAILED, Phase.HELD, false));
      var winners = new ArrayList<RunRecord>();
      for (var store : List.of(one, two)) {
        var again = TestRuns.resumption(run);
        try {
          store.create(TestRuns.start(again, "bmc/held"));
          winners.add(again);
        } catch (RuntimeException e) {
          assertThat(e).hasMessageContaining("live run");
        }
      }
      assertThat(winners).hasSize(1);
      one.append(TestRuns.end(winners.getFirst(), WorkflowStatus.COMPLETED, Phase.NONE, true));
      assertThatThrownBy(() -> two.create(TestRuns.start(TestRuns.resumption(run), "bmc/held")))
          .hasMessageContaining("not held any more");
    }
  }

  private static long count(SqliteStore store, String sql) {
    return store.database().read(session -> session.number(sql));
  }
}
