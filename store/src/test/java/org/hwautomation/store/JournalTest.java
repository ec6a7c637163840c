package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.hwautomation.workflow.Append;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.RunFencedException;
import org.hwautomation.workflow.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  @TempDir Path folder;

  @Test
  void a_step_costs_the_same_however_long_the_run_is() throws Exception {
    var file = folder.resolve("hw_automation.db");
    try (var store = SqliteStore.open(file)) {
      store.database().change(session -> session.script("PRAGMA wal_autocheckpoint = 0"));
      var run = TestRuns.record("long");
      store.create(TestRuns.start(run));
      var changes = new ArrayList<Long>();
      var bytes = new ArrayList<Long>();
      var last = run;
      for (var i = 0; i < 1_000; i++) {
        var changesBefore = totalChanges(store);
        var bytesBefore = Files.size(folder.resolve("hw_automation.db-wal"));
        var next = TestRuns.next(last, 1);
        store.append(next);
        last = next.record();
        changes.add(totalChanges(store) - changesBefore);
        bytes.add(Files.size(folder.resolve("hw_automation.db-wal")) - bytesBefore);
      }
      assertThat(changes).containsOnly(3L); // a journal row, the run's row, the feed's row
      var early = bytes.subList(0, 10).stream().mapToLong(n -> n).sum() / 10;
      var late = bytes.subList(900, 1_000).stream().mapToLong(n -> n).sum() / 100;
      assertThat(late).isLessThanOrEqualTo(early * 2);
      assertThat(bytes.stream().mapToLong(n -> n).max().orElseThrow()).isLessThan(12 * 4_120);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void random_appends_by_right_and_wrong_writers_leave_the_journals_of_a_small_model(long seed)
      throws Exception {
    var random = new Random(seed);
    var file = folder.resolve("hw_automation.db");
    var rows = new HashMap<String, RunRecord>();
    var journals = new HashMap<String, List<JournalEntry>>();
    try (var store = SqliteStore.open(file);
        var owner = store.registerOwner("model")) {
      for (var i = 0; i < 4; i++) {
        var run = TestRuns.record("run-" + i);
        store.create(TestRuns.start(run));
        rows.put(run.runId(), run);
        journals.put(run.runId(), new ArrayList<>(TestRuns.start(run).entries()));
      }
      var ids = List.copyOf(rows.keySet());
      for (var i = 0; i < 80; i++) {
        var runId = ids.get(random.nextInt(ids.size()));
        var row = Objects.requireNonNull(rows.get(runId));
        if (random.nextInt(6) == 0) {
          rows.put(runId, row.ownedBy(owner.id(), store.takeOver(runId, owner.id())));
          continue;
        }
        var epoch = row.epoch() - (random.nextInt(4) == 0 ? 1 : 0);
        var gap = random.nextInt(4) == 0 ? random.nextInt(3) - 1 : 0;
        var count = random.nextInt(4);
        var first = row.lastSeq() + 1 + gap;
        var entries = TestRuns.entries(runId, epoch, first, count);
        var after = TestRuns.change(row, row.status(), row.phase(), row.owner(), first + count - 1);
        var append = new Append(epoch, entries, after, false, Optional.empty(), Optional.empty());
        var right = epoch == row.epoch() && gap == 0;
        try {
          store.append(append);
          assertThat(right).as("seed %d, step %d", seed, i).isTrue();
          rows.put(runId, after);
          Objects.requireNonNull(journals.get(runId)).addAll(entries);
        } catch (RunFencedException | IllegalArgumentException e) {
          assertThat(right).as("seed %d, step %d: %s", seed, i, e.getMessage()).isFalse();
        }
      }
    }
    try (var store = SqliteStore.open(file)) {
      journals.forEach(
          (runId, entries) -> {
            assertThat(store.entries(runId, 0)).as("seed %d", seed).isEqualTo(entries);
            assertThat(store.run(runId)).contains(rows.get(runId));
          });
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void a_log_torn_anywhere_opens_and_keeps_whole_commits_from_the_start(long seed)
      throws Exception {
    var random = new Random(seed);
    var original = folder.resolve("original.db");
    var torn = folder.resolve("torn.db");
    var run = TestRuns.record("torn");
    var committed = new ArrayList<Long>(); // last seq of each commit
    long checkpointed;
    try (var store = SqliteStore.open(original)) {
      store.create(TestRuns.start(run));
      var last = run;
      for (var i = 0; i < 10; i++) {
        last = append(store, last, 1 + random.nextInt(3), committed);
      }
      checkpointed = last.lastSeq();
      try (var connection = DriverManager.getConnection("jdbc:sqlite:" + original);
          var statement = connection.createStatement()) {
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      }
      for (var i = 0; i < 15; i++) {
        last = append(store, last, 1 + random.nextInt(3), committed);
      }
      Files.copy(original, torn);
      Files.copy(folder.resolve("original.db-wal"), folder.resolve("torn.db-wal"));
    }
    try (var wal = new RandomAccessFile(folder.resolve("torn.db-wal").toFile(), "rw")) {
      var cut = (long) (random.nextDouble() * wal.length());
      if (random.nextBoolean()) {
        wal.setLength(cut);
      } else { // the length arrived, the content did not
        wal.seek(cut);
        wal.write(new byte[(int) Math.min(3_000, wal.length() - cut)]);
      }
    }
    try (var store = SqliteStore.open(torn)) {
      var entries = store.entries(run.runId(), 0);
      assertThat(entries.size()).as("seed %d", seed).isGreaterThanOrEqualTo((int) checkpointed);
      assertThat(committed).contains((long) entries.size()); // no half of a commit
      var row = store.run(run.runId()).orElseThrow();
      assertThat(row.lastSeq()).isEqualTo(entries.size());
      store.append(TestRuns.next(row, 1));
    }
  }

  private static RunRecord append(
      SqliteStore store, RunRecord last, int count, List<Long> committed) {
    var next = TestRuns.next(last, count);
    store.append(next);
    committed.add(next.record().lastSeq());
    return next.record();
  }

  private static long totalChanges(SqliteStore store) {
    return store.database().write(session -> session.number("SELECT total_changes() AS n"));
  }
}
