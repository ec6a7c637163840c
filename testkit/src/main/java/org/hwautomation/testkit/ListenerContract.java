package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.RunListener;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.Subscription;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.Test;

/** Rule 9. */
abstract class ListenerContract extends Contract {
  /** Notes the types of all events. */
  private static final class Notes implements RunListener {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(JournalEntry entry, Event event, RunState state) {
      assertThat(state.lastSeq()).isEqualTo(entry.seq());
      seen.add(entry.seq() + " " + entry.type());
    }
  }

  private static List<String> journalOf(TestRun run) {
    return run.tester().observer().entries(run.runId(), 0).stream()
        .map(entry -> entry.seq() + " " + entry.type())
        .toList();
  }

  private static Subscription follow(TestRun run, RunListener listener) {
    return run.tester().engine().subscribe(run.runId(), 0, listener);
  }

  private WorkflowStep[] steps(int count) {
    var steps = new ArrayList<WorkflowStep>();
    for (var i = 1; i <= count; i++) {
      steps.add(tester().step("s" + i, c -> null));
    }
    return steps.toArray(WorkflowStep[]::new);
  }

  @Test
  void sees_every_durable_event_in_order_while_the_run_goes_on() throws Exception {
    var hang = Hang.willing();
    var run = tester().start(tester().step("a", hang), tester().step("b", c -> null));
    var notes = new Notes();
    try (var subscription = follow(run, notes)) {
      hang.awaitEntered();
      hang.release();
      run.await();
      assertThat(subscription.awaitCaughtUp(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(notes.seen).isEqualTo(journalOf(run));
  }

  @Test
  void one_that_comes_late_sees_everything_from_the_first() throws Exception {
    var run = tester().start(steps(3));
    run.await();
    var notes = new Notes();
    try (var subscription = follow(run, notes)) {
      assertThat(subscription.awaitCaughtUp(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(notes.seen).isEqualTo(journalOf(run));
  }

  @Test
  void one_that_asks_for_the_rest_gets_the_rest() throws Exception {
    var run = tester().start(steps(3));
    run.await();
    var notes = new Notes();
    try (var subscription = tester().engine().subscribe(run.runId(), 3, notes)) {
      assertThat(subscription.awaitCaughtUp(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(notes.seen).isEqualTo(journalOf(run).subList(3, journalOf(run).size()));
  }

  @Test
  void one_that_is_blocked_delays_nothing_and_misses_nothing() throws Exception {
    var unblock = new CountDownLatch(1);
    var notes = new Notes();
    var hang = Hang.willing();
    var steps = new ArrayList<>(List.of(steps(200)));
    steps.addFirst(tester().step("first", hang));
    var run = tester().start(steps.toArray(WorkflowStep[]::new));
    try (var subscription =
        follow(
            run,
            (entry, event, state) -> {
              try {
                unblock.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              notes.onEvent(entry, event, state);
            })) {
      hang.awaitEntered();
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(notes.seen).isEmpty();
      unblock.countDown();
      assertThat(subscription.awaitCaughtUp(Duration.ofSeconds(5))).isTrue();
    }
    // more than the journal keeps at hand: the rest came from the store
    assertThat(notes.seen).hasSizeGreaterThan(400).isEqualTo(journalOf(run));
  }

  @Test
  void one_that_throws_changes_nothing_and_hears_the_next_event_all_the_same() throws Exception {
    var notes = new Notes();
    var hang = Hang.willing();
    var run = tester().start(tester().step("a", hang));
    try (var subscription =
        follow(
            run,
            (entry, event, state) -> {
              notes.onEvent(entry, event, state);
              if (entry.seq() % 2 == 0) {
                throw new LinkageError("broken listener");
              }
              throw new IllegalStateException("broken listener");
            })) {
      hang.awaitEntered();
      hang.release();
      run.await();
      assertThat(subscription.awaitCaughtUp(Duration.ofSeconds(5))).isTrue();
    }
    run.is(WorkflowStatus.COMPLETED);
    assertThat(notes.seen).isEqualTo(journalOf(run));
  }

  @Test
  void progress_does_not_hold_back_a_durable_event() throws Exception {
    var hang = Hang.willing();
    var heard = new CountDownLatch(1);
    var completed = new CountDownLatch(1);
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        c -> {
                          hang.run(c);
                          c.reportSubTask("first");
                          heard.await();
                          c.reportSubTask("second, within the gap");
                          return null;
                        }));
    hang.awaitEntered();
    try (var subscription =
        follow(
            run,
            new RunListener() {
              @Override
              public void onEvent(JournalEntry entry, Event event, RunState state) {
                if (event instanceof Event.StepCompleted) {
                  completed.countDown();
                }
              }

              @Override
              public void onProgress(LiveProgress progress, RunState state) {
                heard.countDown();
              }
            })) {
      assertThat(subscription).isNotNull();
      hang.release();
      // no virtual time passes at all
      assertThat(completed.await(40, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_listener_in_another_process_sees_everything_too() throws Exception {
    var hang = Hang.willing();
    var run = tester().start(tester().step("a", hang), tester().step("b", c -> null));
    hang.awaitEntered();
    var other = tester().launch(b -> b);
    var notes = new Notes();
    try (var subscription = other.engine().subscribe(run.runId(), 0, notes);
        var auto = time().autoAdvance()) {
      assertThat(auto).isNotNull();
      hang.release();
      run.await();
      WorkflowTester.await("all seen", () -> notes.seen.equals(journalOf(run)));
      assertThat(subscription.awaitCaughtUp(Duration.ofMinutes(5))).isTrue();
    }
  }

  @Test
  void execute_waits_for_its_own_callback_but_5_seconds_at_most() throws Exception {
    var forever = new CountDownLatch(1);
    var workflow =
        tester()
            .engine()
            .workflow("custom-001")
            .addStep(tester().step("a", c -> null))
            .onProgress(
                progress -> {
                  try {
                    forever.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    var success = CompletableFuture.supplyAsync(() -> workflow.execute(WorkflowContext.EMPTY));
    time().awaitTimerIn(Duration.ofSeconds(5));
    assertThat(success).isNotDone();
    time().advance(Duration.ofSeconds(5));
    assertThat(success.get(40, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void execute_returns_when_its_callback_has_seen_the_end() throws Exception {
    var seen = new CopyOnWriteArrayList<String>();
    var workflow =
        tester()
            .engine()
            .workflow("custom-002")
            .addStep(tester().step("a", c -> null))
            .addStep(tester().step("b", c -> false))
            .onProgress(
                p ->
                    seen.add(
                        p.step() + "/" + p.totalSteps() + " " + p.stepName() + " " + p.status()));
    assertThat(workflow.execute(WorkflowContext.EMPTY)).isFalse();
    assertThat(seen)
        .containsExactly("1/2 a running", "1/2 a completed", "2/2 b running", "2/2 b failed");
  }

  @Test
  void a_callback_may_cancel_its_own_run() throws Exception {
    var hang = Hang.willing();
    var workflow = tester().engine().workflow("custom-003").addStep(tester().step("a", hang));
    workflow.onProgress(
        progress -> {
          if (progress.status().equals("running")) {
            workflow.cancel();
          }
        });
    assertThat(workflow.execute(WorkflowContext.EMPTY)).isFalse();
    assertThat(workflow.status()).containsEntry("status", "cancelled");
  }
}
