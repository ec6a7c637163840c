package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the database while it is used. */
class BackupTest {
  @TempDir private Path folder = Path.of(".");

  @Test
  void a_backup_beside_a_writer_is_a_whole_database_of_one_moment() throws Exception {
    var copies = new ArrayList<Path>();
    try (var store = SqliteStore.open(folder.resolve("live.db"))) {
      var reference = store.keepSecret("bmc-password", "hunter2-hunter2");
      var stop = new AtomicBoolean();
      var first = TestRuns.record("first");
      store.create(TestRuns.start(first));
      var writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    var now = first;
                    while (!stop.get()) {
                      var append = TestRuns.next(now, 2);
                      store.append(append);
                      now = append.record();
                    }
                  });
      for (var i = 0; i < 5; i++) {
        var copy = folder.resolve("copy" + i + ".db");
        store.backUp(copy);
        copies.add(copy);
      }
      stop.set(true);
      writer.join();
      for (var copy : copies) {
        try (var restored = SqliteStore.open(copy)) { // beside the key, which a copy has not in it
          var run = restored.runs(RunQuery.ALL).getFirst();
          assertThat(run.runId()).isEqualTo(first.runId());
          assertThat(restored.entries(run.runId(), 0)).hasSize((int) run.lastSeq());
          assertThat(restored.secret(reference)).contains("hunter2-hunter2");
          assertThat(restored.audit().verify(Optional.empty()))
              .isInstanceOf(AuditVerdict.Intact.class);
        }
      }
    }
    assertThat(copies.stream().map(BackupTest::entriesOf)).isSorted();
  }

  /** How far the run of a copy had come. */
  private static long entriesOf(Path copy) {
    try (var restored = SqliteStore.open(copy)) {
      return restored.runs(RunQuery.ALL).stream().mapToLong(RunRecord::lastSeq).sum();
    }
  }

  @Test
  void nothing_is_overwritten_and_what_fails_leaves_no_file() throws Exception {
    try (var store = SqliteStore.open(folder.resolve("live.db"))) {
      var there = Files.writeString(folder.resolve("there.db"), "mine");
      assertThatThrownBy(() -> store.backUp(there)).hasMessageContaining("exists already");
      assertThat(there).hasContent("mine");
      var nowhere = folder.resolve("no/such/folder/copy.db");
      assertThatThrownBy(() -> store.backUp(nowhere)).isInstanceOf(StoreException.class);
      try (var files = Files.list(folder)) {
        assertThat(files.map(file -> String.valueOf(file.getFileName())))
            .noneMatch(name -> name.contains("draft") || name.contains("copy"));
      }
    }
  }
}
