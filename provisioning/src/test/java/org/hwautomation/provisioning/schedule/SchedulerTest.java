package org.hwautomation.provisioning.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.hwautomation.store.FiringRecord;
import org.hwautomation.store.FiringRecord.Outcome;
import org.hwautomation.store.FiringRecord.Start;
import org.hwautomation.store.FiringRecord.Status;
import org.hwautomation.store.ScheduleTerms;
import org.hwautomation.store.ScheduleTerms.Missed;
import org.hwautomation.store.ScheduleTerms.Overlap;
import org.hwautomation.store.ScheduledWork;
import org.hwautomation.store.SqliteOptions;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.testkit.VirtualTime;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Time begins on 2026-11-24 at 03:00 UTC, and is moved by hand. */
@Timeout(60)
class SchedulerTest {
  private static final Instant FOUR = Instant.parse("2026-11-24T04:00:00Z");

  @TempDir private Path folder;
  private final VirtualTime time = new VirtualTime();
  private final List<FiringRequest> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<RunHandle> runs = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch over = new CountDownLatch(1);
  private SqliteStore store;
  private WorkflowEngine engine;
  private Scheduler scheduler;

  @BeforeEach
  void open() {
    store = opened();
    engine = WorkflowEngine.builder(store).time(time).drain(Duration.ZERO).build();
    scheduler = new Scheduler(store, this::started, time, "this test");
  }

  @AfterEach
  void close() {
    scheduler.close();
    over.countDown();
    engine.close();
    store.close();
  }

  private SqliteStore opened() {
    return SqliteStore.open(
        folder.resolve(SqliteStore.DEFAULT_FILE_NAME), SqliteOptions.DEFAULT.withTime(time));
  }

  /** Starts a run that goes on until {@link #over}. */
  private Starter.Started started(FiringRequest request) {
    asked.add(request);
    var run =
        engine
            .workflow(request.workflowId())
            .addStep(WorkflowStep.named("work").timeout(Duration.ofDays(30)).run(_ -> awaitOver()))
            .start(WorkflowContext.builder().startedBy(request.startedBy()).build());
    runs.add(run);
    return new Starter.Started(run.runId());
  }

  private boolean awaitOver() throws InterruptedException {
    over.await();
    return true;
  }

  private void add(String name, UnaryOperator<Terms> differing) {
    var terms = differing.apply(new Terms());
    assertThat(store.schedules().add(name, terms.build(), "cli:bob")).isTrue();
  }

  /** A schedule's terms, the usual ones first: every day at four, UTC, about no server. */
  private static final class Terms {
    private List<String> servers = List.of();
    private String cron = "0 4 * * *";
    private Overlap overlap = Overlap.SKIP;
    private Missed missed = Missed.SKIP;

    Terms servers(String... names) {
      servers = List.of(names);
      return this;
    }

    Terms cron(String text) {
      cron = text;
      return this;
    }

    Terms overlap(Overlap how) {
      overlap = how;
      return this;
    }

    Terms missed(Missed how) {
      missed = how;
      return this;
    }

    ScheduleTerms build() {
      return new ScheduleTerms(
          new ScheduledWork("commissioning", servers, Optional.empty(), Map.of()),
          cron,
          "UTC",
          overlap,
          missed,
          Duration.ofHours(1),
          "");
    }
  }

  /** Lets time pass, and the scheduler look once at its end. */
  private void look(Duration after) throws InterruptedException {
    time.advance(after);
    look(scheduler);
  }

  private static void look(Scheduler any) throws InterruptedException {
    any.look();
    any.awaitStarts();
  }

  private List<String> workflows() {
    return store.runs(RunQuery.ALL).stream().map(RunRecord::workflowId).sorted().toList();
  }

  private FiringRecord newest(String schedule) {
    return store.firings().of(schedule, 1).getFirst();
  }

  @Test
  void a_run_a_server_is_started_when_the_time_has_come_and_not_before() throws Exception {
    add("nightly", terms -> terms.servers("rack01-u01", "rack01-u02"));
    look(Duration.ofMinutes(59));
    assertThat(asked).isEmpty();
    look(Duration.ofMinutes(1));
    look(Duration.ofSeconds(1));
    assertThat(workflows())
        .containsExactly(
            "schedule-nightly-20261124T0400-rack01-u01",
            "schedule-nightly-20261124T0400-rack01-u02");
    assertThat(asked).allMatch(request -> request.startedBy().equals("schedule:nightly"));
    var firing = newest("nightly");
    assertThat(firing.fireAt()).isEqualTo(FOUR);
    assertThat(firing.status()).isEqualTo(Status.DONE);
    assertThat(firing.starts())
        .extracting(start -> start.runId().orElseThrow())
        .containsExactlyElementsOf(runs.stream().map(RunHandle::runId).toList());
    assertThat(ScheduleDocument.outcome(firing)).isEqualTo("started");
  }

  @Test
  void it_looks_every_second_by_itself() throws Exception {
    add("nightly", terms -> terms);
    try (var itself = Scheduler.start(store, this::started, time, "by itself")) {
      time.awaitTimerIn(Scheduler.PERIOD);
      assertThat(store.firings().schedulers()).contains("by itself");
      time.advance(Duration.ofHours(1).minusSeconds(1));
      time.awaitTimerIn(Scheduler.PERIOD);
      time.advance(Scheduler.PERIOD);
      time.awaitTimerIn(Scheduler.PERIOD);
      itself.awaitStarts();
    }
    assertThat(workflows()).containsExactly("schedule-nightly-20261124T0400");
    assertThat(store.firings().schedulers()).containsExactly("this test");
  }

  @Test
  void a_paused_one_does_not_fire_and_does_not_make_up_for_it() throws Exception {
    add("nightly", terms -> terms.missed(Missed.ONCE));
    store.schedules().pause("nightly", "cli:bob", "");
    look(Duration.ofHours(1));
    store.schedules().resume("nightly", "cli:bob", "");
    look(Duration.ofMinutes(1));
    assertThat(asked).isEmpty();
    look(Duration.ofHours(24).minusMinutes(1));
    assertThat(workflows()).containsExactly("schedule-nightly-20261125T0400");
  }

  @Test
  void however_many_look_at_once_a_time_is_started_once() throws Exception {
    add("often", terms -> terms.cron("* * * * *").overlap(Overlap.ALLOW).servers("a", "b"));
    try (var secondStore = opened();
        var second = new Scheduler(secondStore, this::started, time, "second");
        var third = new Scheduler(store, this::started, time, "third");
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var minute = 0; minute < 5; minute++) {
        time.advance(Duration.ofMinutes(1));
        var looks =
            List.of(scheduler, second, third).stream()
                .map(any -> pool.submit(() -> any.look()))
                .toList();
        for (var each : looks) {
          each.get(30, TimeUnit.SECONDS);
        }
        for (var any : List.of(scheduler, second, third)) {
          any.awaitStarts();
        }
      }
    }
    assertThat(asked).extracting(FiringRequest::workflowId).doesNotHaveDuplicates().hasSize(10);
    assertThat(workflows()).hasSize(10);
    assertThat(store.firings().of("often", 10)).hasSize(5);
  }

  @Test
  void what_a_dead_scheduler_claimed_and_did_not_start_another_starts() throws Exception {
    add("nightly", terms -> terms.servers("a", "b"));
    time.advance(Duration.ofHours(1));
    try (var dying = new Scheduler(store, _ -> fail("not even started"), time, "dying")) {
      look(dying);
      assertThat(asked).isEmpty();
      look(scheduler);
      assertThat(asked).as("it lives, and will go on").isEmpty();
    }
    look(scheduler);
    assertThat(workflows())
        .containsExactly("schedule-nightly-20261124T0400-a", "schedule-nightly-20261124T0400-b");
    assertThat(newest("nightly").status()).isEqualTo(Status.DONE);
  }

  private Starter.Started fail(String why) {
    throw new StoreException(why, null);
  }

  @Test
  void what_a_dead_scheduler_started_and_did_not_note_is_found_and_not_started_again()
      throws Exception {
    add("nightly", terms -> terms.servers("a", "b"));
    time.advance(Duration.ofHours(1));
    Starter losesTheAnswer =
        request -> {
          started(request);
          return fail("started, and nobody was told");
        };
    try (var dying = new Scheduler(store, losesTheAnswer, time, "dying")) {
      look(dying);
    }
    assertThat(newest("nightly").starts()).isEmpty();
    over.countDown(); // also a run that has ended since is found
    runs.getFirst().await();
    look(scheduler);
    assertThat(asked)
        .extracting(FiringRequest::server)
        .containsExactly(Optional.of("a"), Optional.of("b"));
    assertThat(newest("nightly").starts())
        .extracting(Start::server, Start::outcome)
        .containsExactly(tuple("a", Outcome.STARTED), tuple("b", Outcome.STARTED));
  }

  @Test
  void what_a_dead_scheduler_noted_and_did_not_end_is_ended() throws Exception {
    add("nightly", terms -> terms.servers("a"));
    var seen = store.schedules().find("nightly").orElseThrow();
    try (var gone = store.registerOwner("gone")) {
      store.firings().claim(seen, FOUR, gone.id());
      var start = Start.started("a", "schedule-nightly-20261124T0400-a", "run-1");
      store.firings().note(store.firings().open().getFirst(), gone.id(), start);
    }
    look(Duration.ofHours(1));
    assertThat(asked).isEmpty();
    assertThat(newest("nightly").status()).isEqualTo(Status.DONE);
  }

  @Test
  void a_scheduler_that_is_closed_ends_the_start_in_hand_and_leaves_the_rest() throws Exception {
    add("nightly", terms -> terms.servers("a", "b"));
    time.advance(Duration.ofHours(1));
    var within = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    Starter slow =
        request -> {
          within.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return started(request);
        };
    var closing = new Scheduler(store, slow, time, "closing");
    closing.look();
    within.await();
    var close = Thread.ofVirtual().start(closing::close);
    while (close.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    close.join();
    assertThat(newest("nightly").starts()).extracting(Start::server).containsExactly("a");
    look(scheduler);
    assertThat(newest("nightly").starts()).extracting(Start::server).containsExactly("a", "b");
    assertThat(asked).hasSize(2);
  }

  @Test
  void a_time_that_nobody_saw_is_noted_and_left_out() throws Exception {
    add("nightly", terms -> terms);
    look(Duration.ofHours(1).plusMinutes(2));
    assertThat(asked).isEmpty();
    var firing = newest("nightly");
    assertThat(firing.fireAt()).isEqualTo(FOUR);
    assertThat(firing.starts().getFirst().outcome()).isEqualTo(Outcome.MISSED);
    assertThat(firing.starts().getFirst().message().orElseThrow()).contains("2m 00s");
    look(Duration.ofHours(24).minusMinutes(2));
    assertThat(workflows()).containsExactly("schedule-nightly-20261125T0400");
  }

  @Test
  void of_the_times_that_nobody_saw_the_last_is_made_up_for_if_wanted_and_not_too_old()
      throws Exception {
    add("often", terms -> terms.cron("*/10 * * * *").missed(Missed.ONCE));
    look(Duration.ofMinutes(35));
    assertThat(workflows()).containsExactly("schedule-often-20261124T0330");
    assertThat(store.firings().of("often", 9))
        .extracting(ScheduleDocument::outcome)
        .containsExactly("started", "missed", "missed");
    add("nightly", terms -> terms.missed(Missed.ONCE));
    look(Duration.ofMinutes(25).plusMinutes(61));
    assertThat(newest("nightly").starts().getFirst().outcome()).isEqualTo(Outcome.MISSED);
  }

  @Test
  void a_year_without_a_scheduler_is_looked_at_quickly_and_leaves_ten_notes() throws Exception {
    add("often", terms -> terms.cron("* * * * *"));
    var before = System.nanoTime();
    look(Duration.ofDays(365).plusSeconds(90));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    assertThat(store.firings().of("often", 100)).hasSize(Scheduler.NOTED);
  }

  @Test
  void a_clock_that_is_set_back_fires_nothing_again() throws Exception {
    add("nightly", terms -> terms.overlap(Overlap.ALLOW));
    look(Duration.ofHours(1));
    time.stepWallClock(Duration.ofMinutes(-30));
    look(Duration.ofMinutes(30));
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_server_whose_last_run_is_not_over_is_left_out() throws Exception {
    add("often", terms -> terms.cron("*/10 * * * *").servers("a"));
    look(Duration.ofMinutes(10));
    look(Duration.ofMinutes(10));
    assertThat(asked).hasSize(1);
    var left = newest("often").starts().getFirst();
    assertThat(left.outcome()).isEqualTo(Outcome.OVERLAPPED);
    assertThat(left.message().orElseThrow()).contains(runs.getFirst().runId());
    over.countDown();
    runs.getFirst().await();
    look(Duration.ofMinutes(10));
    assertThat(asked).hasSize(2);
  }

  @Test
  void one_that_queues_waits_for_its_last_run_and_only_one_does() throws Exception {
    add("often", terms -> terms.cron("*/10 * * * *").overlap(Overlap.QUEUE));
    look(Duration.ofMinutes(10));
    look(Duration.ofMinutes(10));
    assertThat(ScheduleDocument.outcome(newest("often"))).isEqualTo("waiting");
    look(Duration.ofMinutes(10));
    assertThat(ScheduleDocument.outcome(newest("often"))).isEqualTo("overlapped");
    assertThat(asked).hasSize(1);
    over.countDown();
    runs.getFirst().await();
    look(Duration.ofSeconds(1));
    assertThat(workflows())
        .containsExactly("schedule-often-20261124T0310", "schedule-often-20261124T0320");
    assertThat(asked).allMatch(FiringRequest::queues);
  }

  @Test
  void one_that_allows_it_has_two_runs_at_once() throws Exception {
    add("often", terms -> terms.cron("*/10 * * * *").overlap(Overlap.ALLOW));
    look(Duration.ofMinutes(10));
    look(Duration.ofMinutes(10));
    assertThat(store.runs(RunQuery.LIVE)).hasSize(2);
  }

  @Test
  void why_a_server_was_not_started_is_kept_and_the_others_are_started() throws Exception {
    add("nightly", terms -> terms.servers("a", "b", "c"));
    time.advance(Duration.ofHours(1));
    Starter refusing =
        request -> {
          if (request.server().equals(Optional.of("b"))) {
            throw new IllegalArgumentException("b is not written to: MAAS calls it Deployed");
          }
          return started(request);
        };
    try (var other = new Scheduler(store, refusing, time, "other")) {
      look(other);
    }
    assertThat(newest("nightly").starts())
        .extracting(start -> start.message().orElse("started"))
        .containsExactly("started", "b is not written to: MAAS calls it Deployed", "started");
    assertThat(ScheduleDocument.outcome(newest("nightly"))).isEqualTo("partly");
  }

  @Test
  void one_that_was_asked_for_is_started_at_the_next_look_also_while_paused() throws Exception {
    add("nightly", terms -> terms.servers("a"));
    store.schedules().pause("nightly", "cli:bob", "");
    time.advance(Duration.ofSeconds(7));
    store.firings().ask("nightly", "cli:bob", "now please");
    look(Duration.ofSeconds(1));
    assertThat(workflows()).containsExactly("schedule-nightly-20261124T030007-a");
    assertThat(newest("nightly").cause()).isEqualTo("cli:bob");
  }

  @Test
  void a_slow_start_delays_no_other_schedule() throws Exception {
    add("slow", terms -> terms);
    add("swift", terms -> terms);
    time.advance(Duration.ofHours(1));
    var goOn = new CountDownLatch(1);
    Starter starter =
        request -> {
          if (request.startedBy().equals("schedule:slow")) {
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return started(request);
        };
    try (var other = new Scheduler(store, starter, time, "other")) {
      other.look();
      while (newest("swift").status() != Status.DONE) {
        Thread.onSpinWait();
      }
      assertThat(newest("slow").status()).isEqualTo(Status.CLAIMED);
      goOn.countDown();
    }
    assertThat(newest("slow").status()).isEqualTo(Status.DONE);
  }

  @Test
  void a_schedule_that_is_changed_between_two_looks_fires_at_its_new_times_only() throws Exception {
    add("nightly", terms -> terms);
    time.advance(Duration.ofMinutes(30));
    store
        .schedules()
        .change("nightly", OptionalLong.of(1), new Terms().cron("45 4 * * *").build(), "cli:eve");
    look(Duration.ofMinutes(31));
    assertThat(asked).isEmpty();
    look(Duration.ofMinutes(44));
    assertThat(workflows()).containsExactly("schedule-nightly-20261124T0445");
  }
}
