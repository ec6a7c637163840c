package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hwautomation.testkit.TestRun.over;
import static org.hwautomation.testkit.TestRun.parked;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Approval;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.ExpectedPoint;
import org.hwautomation.workflow.MaintenanceWindows;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.ResumeChanges;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.StepState.Outcome;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of rule 7: points of no return are entered while a maintenance window is open. */
class MaintenanceWindowTest {
  /** Where virtual time begins: 2026-11-24 03:00. */
  private static final Instant OPENS = Instant.parse("2026-11-24T22:00:00Z");

  private static final Instant OPENS_AGAIN = OPENS.plus(Duration.ofDays(1));
  private static final Duration LASTS = Duration.ofHours(4);
  private static final TestRun.Condition WAITS =
      new TestRun.Condition("waits for a window", s -> s.phase() == Phase.WAITING_FOR_WINDOW);

  private final List<String> done = new ArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();
  private MaintenanceWindows windows = MaintenanceWindowTest::nights;
  private StepFunction flashes = this::flash;
  private @Nullable WorkflowTester tester;

  /** Every day from 22:00 for four hours. */
  private static MaintenanceWindows.Answer nights(Object run, Duration needed, Instant now) {
    if (needed.compareTo(LASTS) > 0) {
      return new MaintenanceWindows.Answer.Never("nights is never open for " + needed);
    }
    var opens = now.atZone(ZoneOffset.UTC).toLocalDate().atTime(22, 0).toInstant(ZoneOffset.UTC);
    var last = now.isBefore(opens) ? opens.minus(Duration.ofDays(1)) : opens;
    return now.plus(needed).isAfter(last.plus(LASTS))
        ? new MaintenanceWindows.Answer.Closed("nights", last.plus(Duration.ofDays(1)))
        : new MaintenanceWindows.Answer.Open();
  }

  private final class Flash implements Action {
    @Override
    public String name() {
      return "test.flash@1";
    }

    @Override
    public String summary() {
      return "flashes";
    }

    @Override
    public List<ExpectedPoint> pointsOfNoReturn() {
      return List.of(new ExpectedPoint("flashing", Duration.ofMinutes(30)));
    }

    @Override
    public boolean adoptsInterruptedPoint() {
      return true;
    }

    @Override
    public @Nullable Object run(StepContext context) throws Exception {
      return flashes.run(context);
    }
  }

  private Object flash(StepContext context) {
    try (var _ = context.pointOfNoReturn("flashing", Duration.ofMinutes(30))) {
      done.add("flashed at " + context.time().now());
    }
    return true;
  }

  private WorkflowTester tester() {
    if (tester == null) {
      tester =
          WorkflowTester.with(
              builder ->
                  builder
                      .action(new Flash())
                      .windows((run, needed, now) -> windows.at(run, needed, now)));
    }
    return tester;
  }

  @AfterEach
  void close() {
    if (tester != null) {
      tester.close();
    }
  }

  /** Lets time pass until a window opens, and the run go on. */
  private TestRun awaitWindow(TestRun run, Instant opens) throws Exception {
    run.runUntil(WAITS);
    tester().time().advance(Duration.between(tester().time().now(), opens));
    return run;
  }

  /** Lets a step sleep. */
  private void letSleep(Duration time) throws Exception {
    tester().time().awaitTimerIn(time);
    tester().time().advance(time);
  }

  private static WorkflowStep flashStep() {
    return WorkflowStep.named("flash")
        .uses("test.flash@1")
        .timeout(Duration.ofDays(9))
        .attempts(1)
        .build();
  }

  @Test
  void a_step_that_declares_a_point_waits_for_the_window_and_is_not_tried_before()
      throws Exception {
    var run = tester().start(tester().step("look", c -> looks.incrementAndGet()), flashStep());
    run.runUntil(WAITS);
    assertThat(looks).as("what enters no point waits for nothing").hasValue(1);
    assertThat(run.step("flash").attempts()).isEmpty();
    assertThat(run.events(Event.WindowAwaited.class))
        .containsExactly(new Event.WindowAwaited("flash", "nights", OPENS));
    awaitWindow(run, OPENS).runUntil(over()).is(WorkflowStatus.COMPLETED);
    assertThat(done).containsExactly("flashed at " + OPENS);
    assertThat(run.events(Event.WindowAwaited.class)).as("written once").hasSize(1);
  }

  @Test
  void one_that_comes_to_its_point_too_late_ends_uncounted_and_is_tried_in_the_next_window()
      throws Exception {
    flashes =
        context -> {
          if (looks.getAndIncrement() == 0) {
            context.sleep(Duration.ofMinutes(3 * 60 + 45));
          }
          return flash(context);
        };
    var run = tester().start(flashStep());
    awaitWindow(run, OPENS);
    letSleep(Duration.ofMinutes(3 * 60 + 45));
    awaitWindow(run, OPENS_AGAIN).runUntil(over()).is(WorkflowStatus.COMPLETED);
    run.hasAttempts("flash", Outcome.STOPPED, Outcome.COMPLETED);
    assertThat(done).containsExactly("flashed at " + OPENS_AGAIN);
    assertThat(run.events(Event.PointEntered.class)).hasSize(1);
  }

  @Test
  void each_point_of_a_step_is_asked_for_and_what_was_done_before_it_is_not_done_again()
      throws Exception {
    flashes =
        context -> {
          context.checkpoint(
              "bmc",
              Boolean.class,
              () -> {
                try (var _ = context.pointOfNoReturn("flashing the BMC", Duration.ofMinutes(5))) {
                  done.add("BMC at " + context.time().now());
                  context.sleep(Duration.ofHours(5)); // overdue: the window is over when it ends
                }
                return true;
              });
          return flash(context);
        };
    var run = awaitWindow(tester().start(flashStep()), OPENS);
    letSleep(Duration.ofHours(5));
    awaitWindow(run, OPENS_AGAIN).runUntil(over()).is(WorkflowStatus.COMPLETED);
    assertThat(done).containsExactly("BMC at " + OPENS, "flashed at " + OPENS_AGAIN);
  }

  @Test
  void a_point_that_no_step_declares_waits_as_well_and_without_a_second_look_before_its_time()
      throws Exception {
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "own",
                        builder -> builder.attempts(1),
                        context -> {
                          looks.incrementAndGet();
                          return flash(context);
                        }));
    awaitWindow(run, OPENS).runUntil(over()).is(WorkflowStatus.COMPLETED);
    assertThat(looks).hasValue(2);
    assertThat(done).containsExactly("flashed at " + OPENS);
  }

  @Test
  void one_that_catches_the_refusal_and_wraps_it_is_not_counted_either() throws Exception {
    flashes =
        context -> {
          if (looks.getAndIncrement() == 0) {
            context.sleep(Duration.ofHours(4));
          }
          try {
            return flash(context);
          } catch (RuntimeException e) {
            throw new java.io.IOException("could not flash", e);
          }
        };
    var run = awaitWindow(tester().start(flashStep()), OPENS);
    letSleep(LASTS);
    awaitWindow(run, OPENS_AGAIN).runUntil(over()).is(WorkflowStatus.COMPLETED);
    run.hasAttempts("flash", Outcome.STOPPED, Outcome.COMPLETED);
  }

  @Test
  void a_person_may_let_a_run_wait_for_no_window_and_the_journal_says_who_and_why()
      throws Exception {
    var run = tester().start(flashStep());
    run.runUntil(WAITS);
    tester().engine().overrideWindow(run.runId(), "test:alice", "the site is down anyway");
    run.runUntil(over()).is(WorkflowStatus.COMPLETED);
    assertThat(run.events(Event.WindowOverridden.class))
        .containsExactly(new Event.WindowOverridden("test:alice", "the site is down anyway"));
    assertThat(done).hasSize(1);
  }

  @Test
  void that_is_for_this_run_and_one_that_resumes_it_waits_again() throws Exception {
    flashes =
        context -> {
          if (looks.getAndIncrement() == 0) {
            throw new IllegalStateException("not this time");
          }
          return flash(context);
        };
    var run = tester().start(flashStep());
    run.runUntil(WAITS);
    tester().engine().overrideWindow(run.runId(), "test:alice", "now");
    run.runUntil(over()).is(WorkflowStatus.FAILED);
    var next =
        new TestRun(
            tester(),
            tester().engine().resume(run.runId(), "test:alice", ResumeChanges.NONE).runId());
    awaitWindow(next, OPENS).runUntil(over()).is(WorkflowStatus.COMPLETED);
    assertThat(done).containsExactly("flashed at " + OPENS);
  }

  @Test
  void a_cancel_ends_the_wait_at_once() throws Exception {
    var run = tester().start(flashStep());
    run.runUntil(WAITS);
    assertThat(run.cancel()).isTrue();
    run.runUntil(over()).is(WorkflowStatus.CANCELLED);
    assertThat(done).isEmpty();
  }

  @Test
  void a_pause_holds_it_when_the_window_opens() throws Exception {
    var run = tester().start(flashStep());
    run.runUntil(WAITS);
    tester().engine().pause(run.runId(), "test:alice", "");
    run.runUntil(new TestRun.Condition("paused", s -> s.paused().isPresent()));
    tester().time().advance(Duration.ofHours(20));
    assertThat(done).isEmpty();
    tester().engine().unpause(run.runId(), "test:alice", "");
    run.runUntil(over()).is(WorkflowStatus.COMPLETED);
  }

  @Test
  void a_person_can_say_yes_before_the_window_opens() throws Exception {
    var asks =
        WorkflowStep.named("flash")
            .uses("test.flash@1")
            .approval(new Approval("operator", Optional.empty()))
            .build();
    var run = tester().start(asks);
    run.runUntil(new TestRun.Condition("asks", s -> s.phase() == Phase.WAITING_FOR_APPROVAL));
    tester().engine().approve(run.runId(), "flash", "test:alice", "");
    awaitWindow(run, OPENS).runUntil(over()).is(WorkflowStatus.COMPLETED);
    assertThat(done).containsExactly("flashed at " + OPENS);
  }

  @Test
  void a_window_that_is_never_long_enough_parks_the_run_which_goes_on_when_that_is_mended()
      throws Exception {
    windows =
        (run, needed, now) -> new MaintenanceWindows.Answer.Never("'nights' is not configured");
    var run = tester().start(flashStep());
    run.runUntil(parked(ParkReason.NO_WINDOW));
    assertThat(run.state().parked().orElseThrow().message())
        .isEqualTo("flash: 'nights' is not configured");
    windows = MaintenanceWindows.ALWAYS_OPEN;
    tester().engine().resume(run.runId(), "test:alice");
    run.runUntil(over()).is(WorkflowStatus.COMPLETED);
  }

  @Test
  void a_point_that_a_crash_cut_off_is_looked_after_though_the_window_is_closed() throws Exception {
    var first = Hang.willing();
    flashes =
        context -> {
          if (context.interruptedPoint().isPresent()) {
            done.add("adopted at " + context.time().now());
            return true;
          }
          try (var _ = context.pointOfNoReturn("flashing", Duration.ofMinutes(30))) {
            return first.run(context);
          }
        };
    var run = awaitWindow(tester().start(flashStep()), OPENS);
    first.awaitEntered();
    run.crash();
    tester().time().advance(Duration.ofHours(3).plusMinutes(50));
    run.restart();
    run.runUntil(over()).is(WorkflowStatus.COMPLETED);
    assertThat(done).containsExactly("adopted at " + OPENS.plus(Duration.ofMinutes(3 * 60 + 50)));
    first.release();
  }

  @Test
  void a_run_that_waited_for_days_while_nobody_executed_it_goes_on_in_the_next_window()
      throws Exception {
    var run = tester().start(flashStep());
    run.runUntil(WAITS);
    run.crash();
    tester().time().advance(Duration.ofHours(3 * 24 + 2));
    run.restart();
    run.runUntil(new TestRun.Condition("taken over", s -> s.parked().isEmpty() && s.epoch() > 1));
    awaitWindow(run, OPENS.plus(Duration.ofDays(3))).runUntil(over()).is(WorkflowStatus.COMPLETED);
    assertThat(done).containsExactly("flashed at " + OPENS.plus(Duration.ofDays(3)));
  }

  @Test
  void what_cleans_up_waits_for_no_window() throws Exception {
    var definition =
        WorkflowDefinition.named("kit")
            .step(tester().step("fails", b -> b.attempts(1), c -> false))
            .always(flashStep())
            .build();
    var run = tester().start(definition);
    run.runUntil(over()).is(WorkflowStatus.FAILED);
    assertThat(done).containsExactly("flashed at 2026-11-24T03:00:00Z");
  }
}
