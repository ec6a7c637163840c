package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hwautomation.testkit.TestRun.inPoint;
import static org.hwautomation.testkit.TestRun.over;
import static org.hwautomation.testkit.TestRun.stepStarted;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunParkedException;
import org.hwautomation.workflow.StatusReport;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.Test;

/** Rules 6 and 7 together: a cancel of a run that was cut off inside a point of no return. */
abstract class CancelInPointContract extends Contract {
  private static final String POINT = "flashing BIOS";

  private final Hang first = Hang.willing();

  /** How often the work was begun afresh. */
  private final AtomicInteger begun = new AtomicInteger();

  private WorkflowStep flash(WorkflowTester.Kind kind, StepFunction adopt) {
    return flash(kind, b -> b, adopt);
  }

  /** A step whose first attempt hangs in its point, and which does {@code adopt} after that. */
  private WorkflowStep flash(
      WorkflowTester.Kind kind, UnaryOperator<WorkflowStep.Builder> how, StepFunction adopt) {
    return tester()
        .step(
            "flash",
            kind,
            how,
            c -> {
              if (c.interruptedPoint().isPresent() || begun.get() > 0) {
                return adopt.run(c);
              }
              begun.incrementAndGet();
              return inside(c, first);
            });
  }

  private static Object inside(StepContext context, StepFunction what) throws Exception {
    try (var point = context.pointOfNoReturn(POINT, Duration.ofMinutes(5))) {
      assertThat(point).isNotNull();
      what.run(context);
    }
    return "settled";
  }

  private WorkflowDefinition around(WorkflowStep flash) {
    return tester()
        .sequence(flash, tester().step("next", c -> null))
        .withAlways(List.of(tester().step("clean", c -> "cleaned")));
  }

  private TestRun started(WorkflowDefinition definition) {
    return tester().start("wf", definition, WorkflowContext.builder().lock("server/1").build());
  }

  /** Its process dies inside the point. */
  private TestRun cutOff(WorkflowStep flash) throws Exception {
    return cutOff(around(flash));
  }

  private TestRun cutOff(WorkflowDefinition definition) throws Exception {
    var run = started(definition);
    first.awaitEntered();
    run.runUntil(inPoint()).crash();
    tester().replaceProcess(b -> b);
    return run;
  }

  private static String awaited(TestRun run) {
    return String.valueOf(StatusReport.of(run.state(), Optional.empty()).get("phase_reason"));
  }

  private void endsSettled(TestRun run) throws Exception {
    run.await();
    run.is(WorkflowStatus.CANCELLED);
    assertThat(run.state().error()).contains("Workflow cancelled");
    assertThat(run.state().held()).isFalse();
    assertThat(tester().observer().locks()).isEmpty();
    endsCleaned(run);
  }

  private void endsUnsettled(TestRun run, String why) throws Exception {
    run.await();
    run.is(WorkflowStatus.CANCELLED);
    assertThat(run.state().error().orElseThrow())
        .contains("Workflow cancelled", "look at the server", "step flash", POINT, why);
    assertThat(run.record().message()).isEqualTo(run.state().error());
    assertThat(run.record().phase()).isEqualTo(Phase.HELD);
    assertThat(tester().observer().locks()).hasSize(1);
    endsCleaned(run);
  }

  private void endsCleaned(TestRun run) {
    assertThat(begun).hasValue(1);
    assertThat(run.step("next").attempts()).isEmpty();
    assertThat(run.step("clean").status()).isEqualTo(StepStatus.COMPLETED);
  }

  @Test
  void it_waits_for_the_attempt_that_adopts_the_point_as_for_an_open_one() throws Exception {
    var adopting = Hang.willing();
    var run = cutOff(flash(WorkflowTester.Kind.ADOPTING, c -> inside(c, adopting)));
    assertThat(run.cancel()).isTrue();
    adopting.awaitEntered();
    run.runUntil(inPoint());
    run.is(WorkflowStatus.RUNNING);
    assertThat(run.state().phase()).isEqualTo(Phase.CANCELLING);
    assertThat(awaited(run)).contains(POINT, "5m 00s");
    assertThat(tester().observer().locks()).hasSize(1);
    time().advance(Duration.ofMinutes(30));
    assertThat(adopting.interruptions()).isZero();
    adopting.release();
    endsSettled(run);
    assertThat(run.step("flash").status()).isEqualTo(StepStatus.COMPLETED);
  }

  @Test
  void it_does_not_cut_that_attempt_off_before_it_is_inside_however_often_it_is_given()
      throws Exception {
    var looking = Hang.willing();
    var run =
        cutOff(
            flash(
                WorkflowTester.Kind.ADOPTING,
                c -> {
                  looking.run(c);
                  return inside(c, d -> null);
                }));
    assertThat(run.cancel()).isTrue();
    looking.awaitEntered();
    assertThat(awaited(run)).contains("finding out", POINT, "5m 00s");
    assertThat(run.cancel()).isTrue();
    var other = tester().launch(b -> b);
    assertThat(other.engine().cancel(run.runId(), "test:bob", "me too")).isTrue();
    time().advance(Duration.ofSeconds(10));
    assertThat(looking.interruptions()).isZero();
    looking.release();
    endsSettled(run);
    assertThat(run.events(Event.CancelRequested.class)).hasSize(1);
    assertThat(tester().observer().pendingCommandsOf(run.runId())).isEmpty();
  }

  @Test
  void it_reaches_that_attempt_as_soon_as_it_leaves_the_point_and_lets_it_enter_no_other()
      throws Exception {
    var after = Hang.stubborn();
    var run =
        cutOff(
            flash(
                WorkflowTester.Kind.ADOPTING,
                c -> {
                  inside(c, d -> null);
                  after.run(c);
                  return inside(c, d -> begun.incrementAndGet());
                }));
    run.cancel();
    after.awaitInterrupted();
    after.release();
    endsSettled(run);
    assertThat(run.step("flash").status()).isEqualTo(StepStatus.SKIPPED);
    assertThat(run.step("flash").attempts()).hasSize(2);
  }

  @Test
  void it_waits_too_when_it_comes_after_the_run_was_resumed() throws Exception {
    var looking = Hang.willing();
    var run =
        cutOff(
            flash(
                WorkflowTester.Kind.ADOPTING,
                c -> {
                  looking.run(c);
                  return inside(c, d -> null);
                }));
    resume(run);
    looking.awaitEntered();
    assertThat(run.cancel()).isTrue();
    time().advance(Duration.ofSeconds(1));
    assertThat(looking.interruptions()).isZero();
    looking.release();
    endsSettled(run);
    assertThat(run.step("flash").status()).isEqualTo(StepStatus.COMPLETED);
  }

  @Test
  void it_waits_while_that_attempt_is_cut_off_by_another_crash() throws Exception {
    var adopting = Hang.willing();
    var run = cutOff(flash(WorkflowTester.Kind.ADOPTING, c -> inside(c, adopting)));
    run.cancel();
    adopting.awaitEntered();
    run.runUntil(inPoint()).crash().restart();
    adopting.awaitEntered();
    run.runUntil(inPoint()).crash();
    tester().replaceProcess(b -> b);
    assertThat(run.cancel()).isTrue();
    adopting.awaitEntered();
    adopting.release();
    endsSettled(run);
    assertThat(run.step("flash").attempts()).hasSize(4);
  }

  @Test
  void it_waits_while_that_attempt_is_stopped_before_the_point_and_made_again() throws Exception {
    var looking = Hang.willing();
    var run =
        cutOff(
            flash(
                WorkflowTester.Kind.ADOPTING,
                c -> {
                  looking.run(c);
                  return inside(c, d -> null);
                }));
    run.cancel();
    looking.awaitEntered();
    tester().engine().close(Duration.ZERO);
    run.is(WorkflowStatus.RUNNING);
    assertThat(run.step("flash").interruptedPoint()).isPresent();
    looking.release();
    tester().restart();
    endsSettled(run);
  }

  @Test
  void a_crash_of_that_attempt_5_times_parks_the_run_until_it_is_cancelled_again()
      throws Exception {
    var adopting = Hang.willing();
    var run = cutOff(flash(WorkflowTester.Kind.ADOPTING, c -> inside(c, adopting)));
    run.cancel();
    for (var crash = 2; crash <= 5; crash++) {
      adopting.awaitEntered();
      run.crash().restart();
    }
    run.runUntil(TestRun.parked(ParkReason.INTERRUPTED_TOO_OFTEN)).await();
    assertThat(adopting.calls()).isEqualTo(4);
    adopting.release();
    assertThat(run.cancel()).isTrue();
    endsSettled(run);
  }

  @Test
  void it_lets_a_failed_look_be_tried_again_after_its_backoff() throws Exception {
    var looks = new AtomicInteger();
    var run =
        cutOff(
            flash(
                WorkflowTester.Kind.ADOPTING,
                c -> {
                  if (looks.incrementAndGet() == 1) {
                    throw new IllegalStateException("MAAS is busy");
                  }
                  return inside(c, d -> looks.incrementAndGet() == 3 ? fail("still busy") : null);
                }));
    run.cancel();
    passBackoff(1);
    passBackoff(2);
    endsSettled(run);
    assertThat(run.step("flash").status()).isEqualTo(StepStatus.COMPLETED);
    assertThat(looks).hasValue(5);
  }

  private static Object fail(String why) {
    throw new IllegalStateException(why);
  }

  @Test
  void a_look_that_runs_out_of_time_before_the_point_is_tried_again_too() throws Exception {
    var looking = Hang.willing();
    var run =
        cutOff(
            flash(
                WorkflowTester.Kind.ADOPTING,
                c -> {
                  looking.run(c);
                  return inside(c, d -> null);
                }));
    run.cancel();
    looking.awaitEntered();
    time().advance(Duration.ofSeconds(300));
    looking.awaitInterrupted();
    looking.release();
    passBackoff(1);
    endsSettled(run);
    assertThat(run.step("flash").attempts()).hasSize(3);
  }

  @Test
  void a_deadline_that_passed_meanwhile_waits_as_well() throws Exception {
    var run =
        cutOff(
            around(flash(WorkflowTester.Kind.ADOPTING, c -> inside(c, d -> null)))
                .withDeadline(Duration.ofHours(1)));
    time().advance(Duration.ofHours(2));
    run.cancel();
    endsSettled(run);
    assertThat(run.step("flash").status()).isEqualTo(StepStatus.COMPLETED);
  }

  @Test
  void where_the_look_fails_for_good_the_run_says_so_and_keeps_its_server() throws Exception {
    var run =
        cutOff(
            flash(
                WorkflowTester.Kind.ADOPTING,
                c ->
                    inside(
                        c,
                        d -> {
                          throw new StepRejectedException("the BMC did not come up");
                        })));
    run.cancel();
    endsUnsettled(run, "the BMC did not come up");
    assertThat(run.step("flash").attempts()).hasSize(2);
  }

  @Test
  void where_the_look_asks_for_a_person_the_run_ends_and_keeps_its_server() throws Exception {
    var run =
        cutOff(
            flash(
                WorkflowTester.Kind.ADOPTING,
                c -> {
                  throw new RunParkedException("MAAS calls it deployed");
                }));
    run.cancel();
    endsUnsettled(run, "MAAS calls it deployed");
  }

  @Test
  void where_nobody_can_adopt_the_run_ends_saying_so_and_keeps_its_server_until_released()
      throws Exception {
    var run = cutOff(flash(WorkflowTester.Kind.EXTERNAL, c -> begun.incrementAndGet()));
    assertThat(run.cancel()).isTrue();
    endsUnsettled(run, "can't find out");
    assertThat(run.step("flash").interruptedPoint()).isPresent();
    assertThat(run.cancel()).isFalse();
    assertThatThrownBy(() -> resume(run)).hasMessageContaining("release");
    assertThatThrownBy(() -> started(tester().sequence(tester().step("b", c -> null))))
        .isInstanceOf(WorkflowException.class)
        .hasMessageContaining(run.runId());
    assertThat(tester().engine().release(run.runId(), "test:alice", "looked at it")).isTrue();
    assertThat(tester().observer().locks()).isEmpty();
    assertThat(run.record().phase()).isEqualTo(Phase.NONE);
    run.is(WorkflowStatus.CANCELLED);
  }

  @Test
  void where_the_action_is_gone_the_run_ends_saying_so_and_keeps_its_server() throws Exception {
    var run =
        cutOff(
            around(
                WorkflowStep.named("flash")
                    .run(
                        c -> {
                          begun.incrementAndGet();
                          return inside(c, first);
                        })));
    assertThat(run.cancel()).isTrue();
    endsUnsettled(run, "function of the process that started it");
  }

  @Test
  void a_point_that_a_resumed_run_carries_is_not_forgotten_by_a_cancel_before_its_first_attempt()
      throws Exception {
    var run =
        started(
            around(
                tester()
                    .step(
                        "flash",
                        b -> b.attempts(1),
                        c -> {
                          begun.incrementAndGet();
                          c.pointOfNoReturn(POINT, Duration.ofMinutes(5));
                          throw new StepRejectedException("the connection broke");
                        })));
    run.runUntil(over()).await();
    run.is(WorkflowStatus.FAILED);
    var resumed = resume(run);
    resumed.runUntil(TestRun.parked(ParkReason.POINT_NOT_ADOPTED)).await();
    assertThat(resumed.cancel()).isTrue();
    endsUnsettled(resumed, "can't find out");
  }

  @Test
  void a_step_that_fails_in_its_point_while_a_cancel_waits_is_looked_after_as_well()
      throws Exception {
    var run =
        started(
            around(
                tester()
                    .step(
                        "flash",
                        WorkflowTester.Kind.ADOPTING,
                        b -> b,
                        c -> {
                          if (begun.get() > 0) {
                            assertThat(c.interruptedPoint()).isPresent();
                            return inside(c, d -> null);
                          }
                          begun.incrementAndGet();
                          return inside(
                              c,
                              d -> {
                                first.run(d);
                                throw new IllegalStateException("MAAS is busy");
                              });
                        })));
    first.awaitEntered();
    run.cancel();
    first.release();
    passBackoff(1);
    endsSettled(run);
    assertThat(run.step("flash").status()).isEqualTo(StepStatus.COMPLETED);
  }

  @Test
  void a_step_that_fails_in_its_point_while_a_cancel_waits_and_cannot_adopt_keeps_its_server()
      throws Exception {
    var run =
        started(
            around(
                tester()
                    .step(
                        "flash",
                        c -> {
                          begun.incrementAndGet();
                          return inside(
                              c,
                              d -> {
                                first.run(d);
                                throw new IllegalStateException("the flash broke off");
                              });
                        })));
    run.runUntil(stepStarted("flash"));
    first.awaitEntered();
    run.cancel();
    first.release();
    endsUnsettled(run, "the flash broke off");
  }

  @Test
  void one_that_was_too_long_ago_is_looked_into_only_if_a_person_asks_again() throws Exception {
    var run = cutOff(flash(WorkflowTester.Kind.ADOPTING, c -> inside(c, d -> null)));
    var dead = tester().launch(b -> b);
    dead.store().failWrites(append -> true); // it takes the command, and dies before it acts
    assertThatThrownBy(() -> dead.engine().cancel(run.runId(), "test:alice", "no longer wanted"))
        .isInstanceOf(StoreException.class);
    dead.store().die();
    dead.store().owners().forEach(tester()::kill);
    time().advance(Duration.ofHours(5));
    tester().restart();
    run.await();
    assertThat(run.state().parked().orElseThrow().reason()).isEqualTo(ParkReason.TOO_OLD);
    assertThat(run.cancel()).isTrue();
    endsSettled(run);
  }
}
