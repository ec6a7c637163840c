package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.hwautomation.workflow.Append;
import org.hwautomation.workflow.Command;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.LockAwaitedException;
import org.hwautomation.workflow.LockHeldException;
import org.hwautomation.workflow.LockHolder;
import org.hwautomation.workflow.NewRun;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunFencedException;
import org.hwautomation.workflow.RunNotFoundException;
import org.hwautomation.workflow.RunOwnedException;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.UsualDuration;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowAlreadyRunningException;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database's store does. */
abstract class SqlStoreContract {
  @TempDir Path folder;
  private SqlStore store;

  /** Opens this test's data, which is empty at first. */
  abstract SqlStore opened() throws Exception;

  /** Removes this test's data. */
  void removeData() throws Exception {}

  @BeforeEach
  void open() throws Exception {
    store = opened();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    removeData();
  }

  @Test
  void a_run_is_read_back_as_it_was_written() {
    var run = TestRuns.record("prov-001");
    var start = TestRuns.start(run, "bmc/1", "bmc/2");
    store.create(start);
    assertThat(store.run(run.runId())).contains(run);
    assertThat(store.latestRun("prov-001")).contains(run);
    assertThat(store.entries(run.runId(), 0)).isEqualTo(start.entries());
    assertThat(store.epoch(run.runId())).isEqualTo(1);
    assertThat(store.epoch("no-such-run")).isZero();
    assertThat(store.locks())
        .containsExactly(
            new LockHolder("bmc/1", run.runId(), "prov-001", run.serverId(), TestRuns.NOW),
            new LockHolder("bmc/2", run.runId(), "prov-001", run.serverId(), TestRuns.NOW));
    var next = TestRuns.next(run, 3);
    store.append(next);
    assertThat(store.run(run.runId())).contains(next.record());
    assertThat(store.entries(run.runId(), 1)).isEqualTo(next.entries());
    assertThat(store.entries(run.runId(), 4)).isEmpty();
  }

  @Test
  void the_journals_of_many_runs_come_at_once_each_in_order() {
    var runs = new ArrayList<RunRecord>();
    for (var i = 0; i < 3; i++) {
      var run = TestRuns.record("prov-" + i);
      store.create(TestRuns.start(run));
      store.append(TestRuns.next(run, 3));
      runs.add(run);
    }
    var asked = List.of(runs.get(2).runId(), "no-such-run", runs.getFirst().runId());
    var found = store.entriesOf(asked);
    assertThat(found).containsOnlyKeys(runs.get(2).runId(), runs.getFirst().runId());
    found.forEach((run, entries) -> assertThat(entries).isEqualTo(store.entries(run, 0)));
    assertThat(store.entriesOf(List.of())).isEmpty();
  }

  @Test
  void more_runs_than_fit_one_query_are_asked_for_all_the_same() {
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run));
    var many = new ArrayList<String>();
    for (var i = 0; i < 2_345; i++) {
      many.add("no-such-run-" + i);
    }
    many.add(run.runId());
    assertThat(store.entriesOf(many)).containsOnlyKeys(run.runId());
    assertThat(store.progressOf(many)).isEmpty();
  }

  @Test
  void what_many_runs_last_said_comes_at_once() {
    var one = TestRuns.record("one");
    var other = TestRuns.record("other");
    store.create(TestRuns.start(one));
    store.create(TestRuns.start(other));
    var said = new LiveProgress("step", "half way", OptionalInt.of(50), TestRuns.NOW);
    store.publishProgress(one.runId(), said);
    store.append(TestRuns.next(one, 1)); // what was said before is written then
    assertThat(store.progressOf(List.of(one.runId(), other.runId())))
        .containsExactly(Map.entry(one.runId(), said));
  }

  @Test
  void runs_are_found_by_phase() {
    var held = TestRuns.record("held");
    var failed = TestRuns.record("failed");
    store.create(TestRuns.start(held));
    store.create(TestRuns.start(failed));
    store.append(TestRuns.end(held, WorkflowStatus.FAILED, Phase.HELD, false));
    store.append(TestRuns.end(failed, WorkflowStatus.FAILED, Phase.NONE, true));
    assertThat(store.runs(RunQuery.HELD))
        .extracting(RunRecord::runId)
        .containsExactly(held.runId());
  }

  @Test
  void a_second_start_is_refused_while_the_first_is_live() {
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run));
    var second = TestRuns.record("prov-001");
    assertThatThrownBy(() -> store.create(TestRuns.start(second)))
        .isInstanceOf(WorkflowAlreadyRunningException.class)
        .hasMessageContaining(run.runId());
    store.append(TestRuns.end(run, WorkflowStatus.COMPLETED, Phase.NONE, true));
    store.create(TestRuns.start(second));
    assertThat(store.latestRun("prov-001")).isPresent();
  }

  @Test
  void locks_are_taken_all_or_none_and_the_holder_is_named() {
    var holder = TestRuns.record("first");
    store.create(TestRuns.start(holder, "bmc/2"));
    var second = TestRuns.record("second");
    assertThatThrownBy(() -> store.create(TestRuns.start(second, "bmc/1", "bmc/2")))
        .isInstanceOfSatisfying(
            LockHeldException.class, e -> assertThat(e.holder().runId()).isEqualTo(holder.runId()));
    assertThat(store.run(second.runId())).isEmpty();
    assertThat(store.entries(second.runId(), 0)).isEmpty();
    assertThat(store.locks()).hasSize(1);
    store.append(TestRuns.end(holder, WorkflowStatus.COMPLETED, Phase.NONE, true));
    store.create(TestRuns.start(second, "bmc/1", "bmc/2"));
    assertThat(store.locks()).hasSize(2);
  }

  @Test
  void a_held_run_keeps_its_locks_until_its_resumption_takes_them() {
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run, "bmc/1"));
    store.append(TestRuns.end(run, WorkflowStatus.FAILED, Phase.HELD, false));
    assertThatThrownBy(() -> store.create(TestRuns.start(TestRuns.record("other"), "bmc/1")))
        .isInstanceOf(LockHeldException.class);
    var again = TestRuns.resumption(run);
    store.create(TestRuns.start(again, "bmc/1"));
    assertThat(store.locks()).extracting(LockHolder::runId).containsExactly(again.runId());
    assertThat(store.run(run.runId()).orElseThrow().phase()).isEqualTo(Phase.NONE);
    assertThat(store.run(run.runId()).orElseThrow().status()).isEqualTo(WorkflowStatus.FAILED);
  }

  @Test
  void a_resumption_that_is_refused_leaves_the_held_run_held() {
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run, "bmc/1"));
    store.append(TestRuns.end(run, WorkflowStatus.FAILED, Phase.HELD, false));
    store.create(TestRuns.start(TestRuns.record("other"), "bmc/2"));
    assertThatThrownBy(
            () -> store.create(TestRuns.start(TestRuns.resumption(run), "bmc/1", "bmc/2")))
        .isInstanceOf(LockHeldException.class);
    assertThat(store.run(run.runId()).orElseThrow().phase()).isEqualTo(Phase.HELD);
    assertThat(store.locks()).extracting(LockHolder::key).contains("bmc/1");
  }

  @Test
  void an_old_epoch_writes_nothing() {
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run));
    try (var owner = store.registerOwner("test")) {
      assertThat(store.takeOver(run.runId(), owner.id())).isEqualTo(2);
      assertThatThrownBy(() -> store.append(TestRuns.next(run, 1)))
          .isInstanceOf(RunFencedException.class)
          .hasMessageContaining("epoch 1 is over");
      assertThat(store.entries(run.runId(), 0)).hasSize(1);
      store.append(TestRuns.next(run.ownedBy(owner.id(), 2), 1));
      assertThat(store.epoch(run.runId())).isEqualTo(2);
    }
  }

  @Test
  void an_entry_that_leaves_a_gap_or_comes_twice_is_refused_whole() {
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run));
    var next = TestRuns.next(run, 2);
    store.append(next);
    assertThatThrownBy(() -> store.append(next)).isInstanceOf(RunFencedException.class);
    assertThatThrownBy(
            () -> store.append(TestRuns.next(TestRuns.next(next.record(), 1).record(), 1)))
        .isInstanceOf(RunFencedException.class);
    var entries = TestRuns.entries(run.runId(), 1, 4, 1);
    var foreign = TestRuns.entries("another", 1, 5, 1);
    var mixed = new ArrayList<>(entries);
    mixed.addAll(foreign);
    assertThatThrownBy(
            () ->
                store.append(
                    TestRuns.append(TestRuns.next(next.record(), 2).record(), mixed, false)))
        .isInstanceOf(RunFencedException.class);
    assertThat(store.entries(run.runId(), 0)).hasSize(3);
    assertThat(store.run(run.runId())).contains(next.record());
  }

  @Test
  void what_is_refused_in_a_shared_transaction_costs_the_others_nothing() throws Exception {
    var held = TestRuns.record("held");
    store.create(TestRuns.start(held, "bmc/1"));
    var fenced = TestRuns.next(held, 1);
    store.append(fenced);
    var times = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var released = new CountDownLatch(1);
      var busy = keepWriterBusy(threads, released);
      var good =
          threads.submit(() -> store.database().change(session -> insert(session, "good", times)));
      awaitQueued(1);
      var refused =
          List.<Runnable>of(
              () -> store.create(TestRuns.start(TestRuns.record("other"), "bmc/1")),
              () -> store.create(TestRuns.start(TestRuns.record("held"))),
              () -> store.append(fenced),
              () -> store.takeOver("no-such-run", "owner-2"));
      var outcomes = new ArrayList<Future<?>>();
      refused.forEach(work -> outcomes.add(threads.submit(work)));
      awaitQueued(1 + refused.size());
      released.countDown();
      busy.get();
      good.get();
      for (var outcome : outcomes) {
        assertThatThrownBy(outcome::get).hasCauseInstanceOf(WorkflowException.class);
      }
    }
    assertThat(times).as("it was not undone").hasValue(1);
    assertThat(store.runs(RunQuery.ALL)).hasSize(2);
    assertThat(store.entries(held.runId(), 0)).hasSize(2);
  }

  @Test
  void a_start_that_would_overtake_who_waits_costs_those_beside_it_nothing() throws Exception {
    var owner = store.registerOwner("test").id();
    var holder = TestRuns.record("holder").ownedBy(owner, 1);
    store.create(TestRuns.start(holder, "bmc/1"));
    var waiter = TestRuns.record("waiter").ownedBy(owner, 1).inPhase(Phase.WAITING_FOR_LOCK);
    store.create(
        new NewRun(
            waiter,
            TestRuns.entries(waiter.runId(), 1, 1, 1),
            List.of("bmc/1", "bmc/2"),
            true,
            Optional.empty(),
            Optional.empty()));
    var times = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var released = new CountDownLatch(1);
      var busy = keepWriterBusy(threads, released);
      var good =
          threads.submit(() -> store.database().change(session -> insert(session, "good", times)));
      awaitQueued(1);
      var late =
          threads.submit(() -> store.create(TestRuns.start(TestRuns.record("late"), "bmc/2")));
      awaitQueued(2);
      released.countDown();
      busy.get();
      good.get();
      assertThatThrownBy(late::get).hasCauseInstanceOf(LockAwaitedException.class);
    }
    assertThat(times).as("it was not undone").hasValue(1);
  }

  @Test
  void what_fails_after_it_has_written_is_undone_alone() throws Exception {
    var times = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var released = new CountDownLatch(1);
      var busy = keepWriterBusy(threads, released);
      var good = new ArrayList<Future<?>>();
      var bad = new ArrayList<Future<?>>();
      for (var i = 0; i < 21; i++) {
        var name = "run-" + i;
        if (i % 10 == 3) {
          bad.add(
              threads.submit(
                  () ->
                      store
                          .database()
                          .change(
                              session -> {
                                insert(session, name, times);
                                if (name.equals("run-3")) {
                                  throw new IllegalStateException("planted");
                                }
                                session.update("UPDATE no_such_table SET x = 1");
                              })));
        } else {
          good.add(
              threads.submit(
                  () -> store.database().changeRun(session -> insert(session, name, times))));
        }
        awaitQueued(i + 1);
      }
      released.countDown();
      busy.get();
      for (var outcome : good) {
        outcome.get();
      }
      assertThatThrownBy(bad.getFirst()::get).hasRootCauseMessage("planted");
      assertThatThrownBy(bad.getLast()::get).hasCauseInstanceOf(StoreException.class);
    }
    assertThat(store.runs(RunQuery.ALL)).hasSize(19);
    assertThat(times).hasValueGreaterThan(21);
  }

  private static void insert(Session session, String name, AtomicInteger times)
      throws SQLException {
    times.incrementAndGet();
    RunTable.insert(session, TestRuns.record(name));
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
                    .changeRun(
                        session -> {
                          entered.countDown();
                          awaitQuietly(released);
                        }));
    entered.await();
    return busy;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitQueued(int count) {
    await(() -> store.database().queued() == count);
  }

  @Test
  void an_ending_never_changes_and_an_ended_run_is_not_taken_over() {
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run));
    var end = TestRuns.end(run, WorkflowStatus.COMPLETED, Phase.NONE, true);
    store.append(end);
    assertThatThrownBy(
            () ->
                store.append(
                    TestRuns.end(end.record(), WorkflowStatus.CANCELLED, Phase.NONE, true)))
        .isInstanceOf(RunFencedException.class)
        .hasMessageContaining("completed");
    try (var owner = store.registerOwner("test")) {
      assertThatThrownBy(() -> store.takeOver(run.runId(), owner.id()))
          .isInstanceOf(RunFencedException.class);
      assertThatThrownBy(() -> store.takeOver("no-such-run", owner.id()))
          .isInstanceOf(RunNotFoundException.class);
    }
  }

  @Test
  void a_run_is_taken_over_from_the_dead_and_from_nobody_but_not_from_the_living() {
    var run = TestRuns.record("prov-001");
    try (var one = store.registerOwner("one");
        var two = store.registerOwner("two")) {
      store.create(TestRuns.start(run.ownedBy(one.id(), 1)));
      assertThat(store.takeOver(run.runId(), one.id())).isEqualTo(2);
      assertThatThrownBy(() -> store.takeOver(run.runId(), two.id()))
          .isInstanceOf(RunOwnedException.class)
          .hasMessageContaining(one.id());
      one.close();
      assertThat(store.isAlive(one.id())).isFalse();
      assertThat(store.takeOver(run.runId(), two.id())).isEqualTo(3);
      var parked =
          TestRuns.change(
              store.run(run.runId()).orElseThrow(),
              WorkflowStatus.RUNNING,
              Phase.PARKED,
              Optional.empty(),
              2);
      store.append(TestRuns.append(parked, TestRuns.entries(run.runId(), 3, 2, 1), false));
      try (var three = store.registerOwner("three")) {
        assertThat(store.takeOver(run.runId(), three.id())).isEqualTo(4);
      }
    }
  }

  @Test
  void owners_registered_by_one_store_live_for_another_on_the_same_data() throws Exception {
    try (var other = opened();
        var owner = store.registerOwner("one")) {
      assertThat(other.isAlive(owner.id())).isTrue();
      assertThat(store.isAlive(owner.id())).isTrue();
      store.close();
      assertThat(other.isAlive(owner.id())).isFalse();
      assertThat(other.isAlive("../../etc/passwd")).isFalse();
    }
  }

  @Test
  void commands_wait_for_the_owner_and_are_applied_with_an_append() {
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run));
    var cancel =
        new Command(
            "c1",
            run.runId(),
            Command.Kind.CANCEL,
            Value.Fields.EMPTY.with("force", true),
            OptionalLong.of(1),
            "cli:bob",
            "wrong rack",
            TestRuns.NOW);
    var later =
        new Command(
            "c0",
            run.runId(),
            Command.Kind.CANCEL,
            Value.Fields.EMPTY,
            OptionalLong.empty(),
            "cli:eve",
            "",
            TestRuns.NOW);
    store.submit(cancel);
    store.submit(cancel);
    store.submit(later);
    assertThat(store.pendingCommands("owner-1")).containsExactly(cancel, later);
    assertThat(store.pendingCommands("owner-2")).isEmpty();
    assertThat(store.pendingCommandsOf(run.runId())).containsExactly(cancel, later);
    var next = TestRuns.next(run, 1);
    store.append(
        new Append(1, next.entries(), next.record(), false, Optional.of("c1"), Optional.empty()));
    assertThat(store.pendingCommandsOf(run.runId())).containsExactly(later);
    assertThatThrownBy(
            () ->
                store.submit(
                    new Command(
                        "c2",
                        "no-such-run",
                        Command.Kind.CANCEL,
                        Value.Fields.EMPTY,
                        OptionalLong.empty(),
                        "a",
                        "b",
                        TestRuns.NOW)))
        .isInstanceOf(RunNotFoundException.class);
  }

  @Test
  void usual_durations_are_found_by_how_their_names_begin() {
    for (var seconds = 1; seconds <= 3; seconds++) {
      store.learnDuration("bios.stage@1 Dell R750", Duration.ofSeconds(seconds));
    }
    store.learnDuration("bios.stage@1 Acme_%", Duration.ofSeconds(9));
    store.learnDuration("bios.stage@10 Dell R750", Duration.ofSeconds(8));
    store.create(TestRuns.start(TestRuns.record("prov-001"))); // behind what was written before
    var found = store.usualDurations("bios.stage@1 ");
    assertThat(found).containsOnlyKeys("bios.stage@1 Acme_%", "bios.stage@1 Dell R750");
    assertThat(found.get("bios.stage@1 Dell R750"))
        .isEqualTo(new UsualDuration(3, Duration.ofSeconds(2), Duration.ofSeconds(3)));
    assertThat(store.usualDurations("%")).isEmpty();
  }

  @Test
  void a_command_of_a_newer_version_is_left_alone() {
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run));
    store
        .database()
        .change(
            session ->
                session.update(
                    "INSERT INTO command (command_id, run_id, kind, actor, reason, at_utc_micros)"
                        + " VALUES ('n', ?, 'levitate', 'a', 'b', 0)",
                    run.runId()));
    assertThat(store.pendingCommandsOf(run.runId())).isEmpty();
    assertThat(store.pendingCommands("owner-1")).isEmpty();
  }

  @Test
  void the_original_s_history_has_one_row_a_run_written_at_its_start_and_its_end() {
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run));
    assertThat(history("status")).containsExactly("running");
    store.append(TestRuns.next(run, 2));
    assertThat(history("steps_completed")).containsExactly("0");
    store.append(
        TestRuns.end(TestRuns.next(run, 2).record(), WorkflowStatus.FAILED, Phase.HELD, false));
    store.create(TestRuns.start(TestRuns.resumption(run)));
    assertThat(history("status")).containsExactly("failed", "running");
    assertThat(history("error_message")).containsExactly("no such disk", "-");
    assertThat(history("started_at"))
        .containsExactly("2026-11-24 03:00:00.123456", "2026-11-24 03:00:00.123456");
    assertThat(history("completed_at")).containsExactly("2026-11-24 03:00:04.123456", "-");
  }

  @Test
  void runs_are_listed_newest_first_and_filtered() {
    var runs = List.of(TestRuns.record("a"), TestRuns.record("b"), TestRuns.record("c"));
    runs.forEach(run -> store.create(TestRuns.start(run)));
    store.append(TestRuns.end(runs.getFirst(), WorkflowStatus.CANCELLED, Phase.NONE, true));
    assertThat(store.runs(RunQuery.ALL))
        .hasSize(3)
        .isSortedAccordingTo((x, y) -> y.runId().compareTo(x.runId()));
    assertThat(store.runs(RunQuery.LIVE)).hasSize(2);
    assertThat(store.runs(RunQuery.ofServer("server-of-b"))).containsExactly(runs.get(1));
    var query =
        new RunQuery(
            Set.of(WorkflowStatus.CANCELLED),
            Optional.empty(),
            Optional.of("a"),
            Optional.of("batch-1"),
            1);
    assertThat(store.runs(query)).hasSize(1);
    assertThat(
            store.runs(
                new RunQuery(
                    Set.of(),
                    Optional.of("'; DROP TABLE run; --"),
                    Optional.empty(),
                    Optional.empty(),
                    9)))
        .isEmpty();
  }

  @Test
  void progress_shows_the_last_word_while_the_run_lives() {
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run));
    var last = new LiveProgress("s1", "flashing", OptionalInt.of(61), TestRuns.NOW);
    store.publishProgress(
        run.runId(), new LiveProgress("s1", "staging", OptionalInt.empty(), TestRuns.NOW));
    store.publishProgress(run.runId(), last);
    await(() -> store.progress(run.runId()).equals(Optional.of(last)));
    store.append(TestRuns.end(run, WorkflowStatus.COMPLETED, Phase.NONE, true));
    assertThat(store.progress(run.runId())).isEmpty();
    store.publishProgress(run.runId(), last); // comes too late
    store.create(TestRuns.start(TestRuns.record("behind it in the queue")));
    assertThat(store.progress(run.runId())).isEmpty();
  }

  @Test
  void a_closed_store_says_so() {
    store.close();
    assertThatThrownBy(() -> store.run("x"))
        .isInstanceOf(StoreException.class)
        .hasMessage("the store is closed");
    assertThatThrownBy(() -> store.create(TestRuns.start(TestRuns.record("x"))))
        .isInstanceOf(StoreException.class)
        .hasMessage("the store is closed");
    store.close();
  }

  private List<String> history(String column) {
    return store
        .database()
        .read(
            session ->
                session.list(
                    "SELECT * FROM workflow_history ORDER BY id",
                    row -> row.optionalText(column).orElse("-")));
  }

  private static void await(BooleanSupplier condition) {
    var end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
