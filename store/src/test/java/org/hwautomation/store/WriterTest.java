package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowAlreadyRunningException;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("FutureReturnValueIgnored") // what the writes did is read from the store
class WriterTest {
  @TempDir Path folder;
  private SqliteStore store;

  @BeforeEach
  void open() {
    store = SqliteStore.open(folder.resolve("hw_automation.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void requests_that_queue_up_share_a_commit_and_one_that_fails_harms_no_other() throws Exception {
    var blocked = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = keepWriterBusy(threads, blocked);
      var writes = new ArrayList<Future<?>>();
      for (var i = 0; i < 40; i++) {
        var name = i % 4 == 0 ? "same" : "run-" + i;
        writes.add(threads.submit(() -> store.create(TestRuns.start(TestRuns.record(name)))));
      }
      awaitQueued(40);
      var framesBefore = frames();
      blocked.countDown();
      first.get();
      var refused = 0;
      for (var write : writes) {
        try {
          write.get();
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(WorkflowAlreadyRunningException.class);
          refused++;
        }
      }
      assertThat(refused).isEqualTo(9); // ten want the same id
      assertThat(count("SELECT count(*) AS n FROM run")).isEqualTo(31);
      assertThat(count("SELECT count(*) AS n FROM journal")).isEqualTo(31);
      // 31 commits of their own would each write the tail pages of six tables and indexes again
      assertThat(frames() - framesBefore).isLessThan(31 * 6);
    }
  }

  @Test
  void a_request_that_breaks_the_shared_transaction_is_the_only_one_that_fails() throws Exception {
    var blocked = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = keepWriterBusy(threads, blocked);
      var good = threads.submit(() -> store.create(TestRuns.start(TestRuns.record("good"))));
      awaitQueued(1);
      var bad =
          threads.submit(
              () ->
                  store
                      .database()
                      .write(
                          session -> {
                            session.script("ROLLBACK"); // as SQLite itself does on some errors
                            throw new SQLException("planted");
                          }));
      awaitQueued(2);
      var alsoGood = threads.submit(() -> store.create(TestRuns.start(TestRuns.record("also"))));
      awaitQueued(3);
      blocked.countDown();
      first.get();
      good.get();
      alsoGood.get();
      assertThatThrownBy(bad::get).hasCauseInstanceOf(StoreException.class);
    }
    assertThat(count("SELECT count(*) AS n FROM run")).isEqualTo(2);
    assertThat(count("SELECT count(*) AS n FROM journal")).isEqualTo(2);
  }

  @Test
  void an_interrupted_caller_learns_the_outcome_and_stays_interrupted() throws Exception {
    var run = TestRuns.record("interrupted");
    var seen = new AtomicReference<String>("nothing");
    var thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  store.create(TestRuns.start(run));
                  var found = store.run(run.runId()).isPresent();
                  seen.set(found + " " + Thread.currentThread().isInterrupted());
                });
    thread.join();
    assertThat(seen).hasValue("true true");
  }

  @Test
  void a_thousand_virtual_threads_write_through_two_carriers() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writes =
          IntStream.range(0, 1_000)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            var run = TestRuns.record("v" + i);
                            store.create(TestRuns.start(run, "bmc/" + i));
                            store.append(
                                TestRuns.end(run, WorkflowStatus.COMPLETED, Phase.NONE, true));
                          }))
              .toList();
      for (var write : writes) {
        write.get();
      }
    }
    assertThat(count("SELECT count(*) AS n FROM run WHERE status = 'completed'")).isEqualTo(1_000);
    assertThat(store.locks()).isEmpty();
  }

  @Test
  void a_database_that_stays_locked_is_an_error_that_names_the_deadline() throws Exception {
    var options = SqliteOptions.DEFAULT.withBusyDeadline(Duration.ofMillis(300));
    var run = TestRuns.record("waiting");
    try (var impatient = SqliteStore.open(store.file(), options);
        var other = DriverManager.getConnection("jdbc:sqlite:" + store.file());
        var statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> impatient.create(TestRuns.start(run)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("locked by another process for 300 ms")
          .hasMessageContaining("fuser");
      assertThat(impatient.run(run.runId())).isEmpty(); // readers are not held up
      statement.execute("ROLLBACK");
      impatient.create(TestRuns.start(run));
      assertThat(impatient.run(run.runId())).isPresent();
    }
  }

  @Test
  void what_is_queued_is_written_before_the_store_closes() {
    var runs = List.of(TestRuns.record("a"), TestRuns.record("b"));
    for (var run : runs) {
      store.database().changeLater(session -> RunTable.insert(session, run));
    }
    store.close();
    try (var again = SqliteStore.open(store.file())) {
      assertThat(runs).allSatisfy(run -> assertThat(again.run(run.runId())).isPresent());
    }
  }

  /** A write that is under way until {@code released}; it has begun when this returns. */
  private Future<?> keepWriterBusy(ExecutorService threads, CountDownLatch released)
      throws InterruptedException {
    var entered = new CountDownLatch(1);
    var busy =
        threads.submit(
            () ->
                store
                    .database()
                    .write(
                        session -> {
                          entered.countDown();
                          awaitQuietly(released);
                          return true;
                        }));
    entered.await();
    return busy;
  }

  private void awaitQueued(int count) throws InterruptedException {
    while (store.database().queued() < count) {
      Thread.sleep(1);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many pages the log has taken. */
  private long frames() throws Exception {
    return java.nio.file.Files.size(folder.resolve("hw_automation.db-wal")) / 4_120;
  }

  private long count(String sql) {
    return store.database().read(session -> session.number(sql));
  }
}
