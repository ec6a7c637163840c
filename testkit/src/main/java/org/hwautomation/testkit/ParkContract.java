package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hwautomation.testkit.TestRun.inPoint;
import static org.hwautomation.testkit.TestRun.parked;
import static org.hwautomation.testkit.TestRun.stepStarted;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.ForeignStepException;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;

/** Rules 4, 7 and 8, where the code of steps is in another program. */
abstract class ParkContract extends Contract {
  private static final String WHY = "provision.py is gone";

  private RunHandle handle(TestRun run) {
    return tester().engine().executing(run.runId()).orElseThrow();
  }

  @Test
  void a_run_whose_script_is_gone_is_parked_says_why_and_keeps_its_locks() throws Exception {
    var hang = Hang.willing();
    var run =
        tester()
            .start(
                "wf",
                tester().sequence(tester().step("a", hang)),
                WorkflowContext.builder().lock("server/1").build());
    hang.awaitEntered();
    handle(run).park(ParkReason.SCRIPT_GONE, WHY, Duration.ZERO);
    time().advance(Duration.ofMillis(1));
    run.runUntil(parked(ParkReason.SCRIPT_GONE)).await();
    assertThat(run.record().message()).contains(WHY);
    run.is(WorkflowStatus.RUNNING).hasAttempts("a", StepState.Outcome.STOPPED);
    assertThat(tester().observer().locks()).hasSize(1);
    hang.release();
    tester().engine().resume(run.runId(), "alice");
    run.await();
    run.is(WorkflowStatus.COMPLETED)
        .hasAttempts("a", StepState.Outcome.STOPPED, StepState.Outcome.COMPLETED);
  }

  @Test
  void a_step_has_its_drain_time_before_its_run_is_parked() throws Exception {
    var entered = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        c -> {
                          entered.countDown();
                          mayEnd.await();
                          return null;
                        }),
                tester().step("b", c -> null));
    entered.await();
    handle(run).park(ParkReason.SCRIPT_GONE, WHY, Duration.ofSeconds(5));
    mayEnd.countDown();
    run.runUntil(parked(ParkReason.SCRIPT_GONE)).await();
    run.hasAttempts("a", StepState.Outcome.COMPLETED).hasAttempts("b");
  }

  @Test
  void a_point_of_no_return_is_left_before_its_run_is_parked() throws Exception {
    var mayLeave = new CountDownLatch(1);
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "flash",
                        c -> {
                          try (var _ = c.pointOfNoReturn("flashing", Duration.ofMinutes(5))) {
                            mayLeave.await();
                          }
                          return null;
                        }),
                tester().step("b", c -> null));
    run.runUntil(inPoint());
    handle(run).park(ParkReason.SCRIPT_GONE, WHY, Duration.ZERO);
    time().advance(Duration.ofMinutes(1));
    assertThat(run.state().parked()).isEmpty();
    mayLeave.countDown();
    run.runUntil(parked(ParkReason.SCRIPT_GONE)).await();
    run.hasAttempts("flash", StepState.Outcome.COMPLETED).hasAttempts("b");
  }

  @Test
  void a_run_that_somebody_cancelled_is_not_parked_but_ended() throws Exception {
    var hang = Hang.willing();
    var run = tester().start(tester().step("a", hang));
    run.runUntil(stepStarted("a"));
    hang.awaitEntered();
    var handle = handle(run);
    assertThat(run.cancel()).isTrue();
    handle.park(ParkReason.SCRIPT_GONE, WHY, Duration.ofSeconds(5));
    run.await();
    run.is(WorkflowStatus.CANCELLED);
    assertThat(run.events(Event.RunParked.class)).isEmpty();
  }

  @Test
  void rule_8_an_error_of_another_program_is_journaled_under_its_own_type_with_its_trace()
      throws Exception {
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        c -> {
                          throw new ForeignStepException(
                              "builtins.NameError",
                              ErrorClass.DEFECT,
                              "name 'x' is not defined",
                              Optional.of("File \"provision.py\", line 12, in check"));
                        }));
    run.await();
    run.is(WorkflowStatus.FAILED);
    var failed = run.events(Event.AttemptFailed.class).getFirst();
    assertThat(failed.errorType()).isEqualTo("builtins.NameError");
    assertThat(failed.errorClass()).isEqualTo(ErrorClass.DEFECT);
    assertThat(failed.message()).isEqualTo("name 'x' is not defined");
    assertThat(failed.trace()).contains("File \"provision.py\", line 12, in check");
    assertThat(run.events(Event.AttemptFailed.class)).hasSize(1);
  }
}
