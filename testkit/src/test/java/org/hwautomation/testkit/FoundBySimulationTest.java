package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.testkit.WorkflowTester.Kind;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.RunParkedException;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;

/** What the simulation found, each as it happens. */
class FoundBySimulationTest extends Contract {
  @Override
  StoreUnderTest data() {
    return StoreUnderTest.inMemory();
  }

  @Test
  void rule_4_a_takeover_that_the_store_broke_off_goes_on_when_it_works_again() throws Exception {
    var hang = Hang.willing();
    var run = hanging(hang);
    run.crash();
    var next = tester().replaceProcess(builder -> builder);
    next.store().failWrites(append -> FaultyStore.holds(append, "run_owned"));
    assertThat(next.engine().recover()).isEmpty();
    next.store().failWrites(append -> false);
    time().advance(Duration.ofSeconds(10));
    run.runUntil(TestRun.stepStarted("a"));
    assertThat(run.step("a").attempts()).hasSize(2);
  }

  @Test
  void rule_5_an_attempt_that_lives_on_is_awaited_though_a_step_beside_it_parks_the_run()
      throws Exception {
    var entered = new CountDownLatch(1);
    var hang = Hang.stubborn();
    var stubborn =
        tester()
            .step(
                "stubborn",
                context -> {
                  entered.countDown();
                  return hang.run(context);
                });
    var asks =
        tester()
            .step(
                "asks",
                context -> {
                  entered.await();
                  throw new RunParkedException("somebody must look");
                });
    var run = tester().start(WorkflowDefinition.named("kit").parallel(stubborn, asks).build());
    time().awaitTimerIn(Duration.ofSeconds(30)); // the time that those beside it are given
    time().advance(Duration.ofSeconds(30));
    hang.awaitInterrupted();
    time().advance(Duration.ofSeconds(10)); // its grace
    run.runUntil(TestRun.parked(ParkReason.ATTEMPT_LINGERS));
    assertThat(run.state().owner()).as("nobody may take it over").isPresent();
    hang.release();
    assertThat(run.await().parked().orElseThrow().reason()).isEqualTo(ParkReason.STEP_ASKED);
    assertThat(run.state().owner()).isEmpty();
  }

  @Test
  void rule_7_a_pause_does_not_hold_up_the_attempt_that_a_cancel_waits_for() throws Exception {
    var entered = new CountDownLatch(1);
    var step =
        tester()
            .step(
                "flash",
                Kind.ADOPTING,
                builder -> builder,
                context -> {
                  if (context.interruptedPoint().isPresent()) {
                    return true;
                  }
                  try (var point = context.pointOfNoReturn("flashing", Duration.ofMinutes(5))) {
                    entered.countDown();
                    new CountDownLatch(1).await();
                  }
                  return true;
                });
    var run = tester().start(step);
    entered.await();
    tester().engine().pause(run.runId(), "test:alice", "wait a moment");
    run.crash().restart();
    run.cancel();
    assertThat(run.await().status()).isEqualTo(WorkflowStatus.CANCELLED);
    assertThat(run.state().openPoint()).isEmpty();
    assertThat(run.step("flash").unsettledPoint()).isEmpty();
  }
}
