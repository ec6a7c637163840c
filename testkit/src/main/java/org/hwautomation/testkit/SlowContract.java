package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.UsualDuration;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Of the defaults: a step that takes longer than such steps usually do says so, once. */
abstract class SlowContract extends Contract {
  private static final TestRun.Condition SLOW =
      new TestRun.Condition("slow", state -> state.phase() == Phase.SLOW);

  private WorkflowDefinition lasting(StepFunction function) {
    return tester().sequence(tester().step("a", b -> b.timeout(Duration.ofHours(5)), function));
  }

  private StepFunction saying(Hang hang) {
    return c -> {
      c.reportSubTask("waiting for POST");
      return hang.run(c);
    };
  }

  private static WorkflowContext of(String deviceType) {
    return WorkflowContext.builder().deviceType(deviceType).build();
  }

  /** Lets a run complete that takes so long. */
  private void learn(Duration took, String deviceType) throws Exception {
    var hang = Hang.willing();
    var run = tester().start("learn", lasting(hang), of(deviceType));
    hang.awaitEntered();
    time().advance(took);
    hang.release();
    run.await();
    run.is(WorkflowStatus.COMPLETED);
  }

  private void learnThrice(String deviceType) throws Exception {
    for (var minutes = 8; minutes <= 10; minutes++) {
      learn(Duration.ofMinutes(minutes), deviceType);
    }
  }

  @Nested
  @DisplayName("Usual durations")
  class Usual {
    @Test
    void
        a_step_is_slow_half_again_behind_what_nine_of_ten_took_says_so_once_and_names_what_it_does()
            throws Exception {
      learnThrice("dell");
      var hang = Hang.willing();
      var run = tester().start("wf", lasting(saying(hang)), of("dell"));
      hang.awaitEntered();
      time().advance(Duration.ofMinutes(15).minusSeconds(1));
      assertThat(run.state().phase()).isEqualTo(Phase.NONE);
      time().advance(Duration.ofSeconds(1));
      run.runUntil(SLOW);
      assertThat(run.record().phase()).isEqualTo(Phase.SLOW);
      time().advance(Duration.ofHours(2));
      assertThat(run.events(Event.StepSlow.class))
          .containsExactly(
              new Event.StepSlow("a", 1, Duration.ofMinutes(10), Optional.of("waiting for POST")));
      run.is(WorkflowStatus.RUNNING);
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.step("a").slow()).isEmpty();
      assertThat(run.state().phase()).isEqualTo(Phase.NONE);
    }

    @Test
    void nothing_is_slow_before_enough_is_known() throws Exception {
      learn(Duration.ofMinutes(8), "dell");
      learn(Duration.ofMinutes(9), "dell");
      var hang = Hang.willing();
      var run = tester().start("wf", lasting(hang), of("dell"));
      hang.awaitEntered();
      time().advance(Duration.ofHours(4));
      assertThat(run.events(Event.StepSlow.class)).isEmpty();
      hang.release();
      run.await();
    }

    @Test
    void short_steps_have_half_a_minute_more_and_those_below_a_second_teach_nothing()
        throws Exception {
      for (var i = 0; i < 5; i++) {
        learn(Duration.ofMillis(900), "dell");
      }
      var hang = Hang.willing();
      var run = tester().start("wf", lasting(hang), of("dell"));
      hang.awaitEntered();
      assertThat(tester().engine().usualDuration("kit.external@1", run.state())).isEmpty();
      time().advance(Duration.ofHours(1));
      assertThat(run.events(Event.StepSlow.class)).isEmpty();
      run.cancel();
      run.await();
      for (var i = 0; i < 3; i++) {
        learn(Duration.ofSeconds(4), "dell");
      }
      var next = Hang.willing();
      var short1 = tester().start("wf", lasting(next), of("dell"));
      next.awaitEntered();
      time().advance(Duration.ofSeconds(33));
      assertThat(short1.events(Event.StepSlow.class)).isEmpty();
      time().advance(Duration.ofSeconds(1));
      short1.runUntil(SLOW);
      next.release();
    }

    @Test
    void they_are_learned_by_likeness_and_shared_by_processes() throws Exception {
      var alike =
          tester().replaceProcess(b -> b.likeness(state -> state.deviceType().orElse(""))).engine();
      learnThrice("dell");
      var hang = Hang.willing();
      var other = tester().start("hpe", lasting(hang), of("hpe"));
      hang.awaitEntered();
      time().advance(Duration.ofHours(1));
      assertThat(other.events(Event.StepSlow.class)).isEmpty();
      hang.release();
      other.await();
      var elsewhere =
          tester().launch(b -> b.likeness(state -> state.deviceType().orElse(""))).engine();
      var next = Hang.willing();
      var dell = new TestRun(tester(), elsewhere.start("dell", lasting(next), of("dell")).runId());
      next.awaitEntered();
      time().advance(Duration.ofMinutes(15));
      dell.runUntil(SLOW);
      var usual = alike.usualDuration("kit.external@1", dell.state()).orElseThrow();
      assertThat(usual)
          .isEqualTo(new UsualDuration(3, Duration.ofMinutes(9), Duration.ofMinutes(10)));
      next.release();
    }

    @Test
    void attempts_that_fail_teach_nothing_and_a_slow_one_that_fails_is_not_slow_any_more()
        throws Exception {
      learnThrice("dell");
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  "wf",
                  lasting(
                      c -> {
                        hang.run(c);
                        return c.attempt() == 1 ? Integer.parseInt("x") : null;
                      }),
                  of("dell"));
      hang.awaitEntered();
      time().advance(Duration.ofHours(3));
      run.runUntil(SLOW);
      hang.release();
      run.runUntil(TestRun.backingOff("a"));
      assertThat(run.state().phase()).isEqualTo(Phase.BACKING_OFF);
      assertThat(
              tester().engine().usualDuration("kit.external@1", run.state()).orElseThrow().count())
          .isEqualTo(3);
      passBackoff(1);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void a_likeness_that_fails_hurts_no_run() throws Exception {
      tester()
          .replaceProcess(
              b ->
                  b.likeness(
                      state -> {
                        throw new IllegalStateException("no words");
                      }));
      learn(Duration.ofMinutes(1), "dell");
    }

    @Test
    void a_store_that_can_not_remember_them_hurts_no_run() throws Exception {
      learnThrice("dell");
      var hang = Hang.willing();
      tester().store().failWrites(append -> FaultyStore.holds(append, "step_slow"));
      var run = tester().start("wf", lasting(hang), of("dell"));
      hang.awaitEntered();
      time().advance(Duration.ofHours(1));
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }
  }
}
