package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hwautomation.testkit.TestRun.backingOff;
import static org.hwautomation.testkit.TestRun.over;
import static org.hwautomation.testkit.TestRun.parked;
import static org.hwautomation.testkit.TestRun.stepCompleted;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Approval;
import org.hwautomation.workflow.Command;
import org.hwautomation.workflow.CommandAnswer;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunFencedException;
import org.hwautomation.workflow.RunOwnedException;
import org.hwautomation.workflow.RunParkedException;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.SkipCause;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Of rules 6 and 11: pause, approve, skip, cancel, whichever process they come from. */
abstract class CommandContract extends Contract {
  private static final TestRun.Condition PAUSED =
      new TestRun.Condition("paused", state -> state.phase() == Phase.PAUSED);

  private static TestRun.Condition asked(String step) {
    return new TestRun.Condition(
        step + " waits for an approval", s -> s.step(step).approvalAwaited().isPresent());
  }

  private static WorkflowContext queueing(String... keys) {
    var builder = WorkflowContext.builder().queue();
    for (var key : keys) {
      builder.lock(key);
    }
    return builder.build();
  }

  private WorkflowStep approved(String name, StepFunction function) {
    return tester()
        .step(name, b -> b.approval(new Approval("operator", Optional.empty())), function);
  }

  private WorkflowStep expiring(String name, Duration expires, StepFunction function) {
    return tester()
        .step(name, b -> b.approval(new Approval("operator", Optional.of(expires))), function);
  }

  private WorkflowEngine other() {
    return tester().launch(b -> b).engine();
  }

  private void pause(TestRun run) {
    assertThat(tester().engine().pause(run.runId(), "test:bob", "lunch"))
        .isEqualTo(CommandAnswer.DONE);
  }

  private void unpause(TestRun run) {
    assertThat(tester().engine().unpause(run.runId(), "test:bob", "fed"))
        .isEqualTo(CommandAnswer.DONE);
  }

  /** Between a pause and the next resumption no attempt begins. */
  private static void assertPausesHeld(TestRun run) {
    var paused = false;
    for (var event : run.events()) {
      switch (event) {
        case Event.RunPaused e -> paused = true;
        case Event.RunResumed e -> paused = false;
        case Event.AttemptStarted e -> assertThat(paused).as("%s began while paused", e).isFalse();
        default -> {}
      }
    }
  }

  @Nested
  @DisplayName("Rule 11: pause and resume")
  class Pausing {
    @Test
    void a_paused_run_ends_its_attempt_and_begins_no_other_until_it_is_resumed() throws Exception {
      var hang = Hang.willing();
      var calls = new AtomicInteger();
      var run =
          tester()
              .start(tester().step("a", hang), tester().step("b", c -> calls.incrementAndGet()));
      hang.awaitEntered();
      pause(run);
      assertThat(hang.interruptions()).isZero();
      assertThat(run.state().phase()).isEqualTo(Phase.NONE);
      hang.release();
      run.runUntil(stepCompleted("a")).runUntil(PAUSED);
      assertThat(run.record().phase()).isEqualTo(Phase.PAUSED);
      time().advance(Duration.ofHours(9));
      run.is(WorkflowStatus.RUNNING);
      assertThat(calls).hasValue(0);
      unpause(run);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.events(Event.RunPaused.class))
          .containsExactly(new Event.RunPaused("test:bob", "lunch"));
      assertThat(run.events(Event.RunResumed.class))
          .containsExactly(new Event.RunResumed("test:bob", "fed"));
    }

    @Test
    void before_the_first_step() throws Exception {
      var first = Hang.willing();
      var calls = new AtomicInteger();
      tester().start("first", tester().sequence(tester().step("a", first)), queueing("k"));
      var run =
          tester()
              .start(
                  "second",
                  tester().sequence(tester().step("a", c -> calls.incrementAndGet())),
                  queueing("k"));
      first.awaitEntered();
      pause(run);
      assertThat(run.record().phase()).isEqualTo(Phase.PAUSED);
      first.release();
      WorkflowTester.await("k is free", () -> tester().observer().locks().isEmpty());
      look();
      look();
      assertThat(calls).hasValue(0);
      assertThat(tester().observer().locks()).isEmpty();
      unpause(run);
      look();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertPausesHeld(run);
    }

    @Test
    void between_two_attempts() throws Exception {
      var run =
          tester().start(tester().step("a", c -> c.attempt() < 2 ? Integer.parseInt("x") : null));
      run.runUntil(backingOff("a"));
      time().awaitTimerIn(Duration.ofSeconds(1));
      pause(run);
      assertThat(run.state().phase()).isEqualTo(Phase.PAUSED);
      time().advance(Duration.ofHours(1));
      assertThat(run.step("a").attempts()).hasSize(1);
      unpause(run);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertPausesHeld(run);
    }

    @Test
    void in_a_group_every_branch() throws Exception {
      var hangs = List.of(Hang.willing(), Hang.willing());
      var calls = new AtomicInteger();
      var run =
          tester()
              .start(
                  WorkflowDefinition.of(
                      "kit",
                      List.of(
                          ParallelGroup.of(
                              "",
                              Sequence.of(
                                  "s",
                                  tester().step("a", hangs.get(0)),
                                  tester().step("b", c -> calls.incrementAndGet())),
                              Sequence.of(
                                  "t",
                                  tester().step("c", hangs.get(1)),
                                  tester().step("d", c -> calls.incrementAndGet()))))));
      for (var hang : hangs) {
        hang.awaitEntered();
      }
      pause(run);
      hangs.forEach(Hang::release);
      run.runUntil(stepCompleted("s/a")).runUntil(stepCompleted("t/c")).runUntil(PAUSED);
      assertThat(calls).hasValue(0);
      unpause(run);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(calls).hasValue(2);
      assertPausesHeld(run);
    }

    @Test
    void over_a_crash_of_its_process_and_another_resumes_it() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang), tester().step("b", c -> null));
      hang.awaitEntered();
      pause(run);
      run.crash().restart();
      time().advance(Duration.ofHours(1));
      assertThat(hang.calls()).isEqualTo(1);
      assertThat(run.state().paused()).isPresent();
      hang.release();
      assertThat(other().unpause(run.runId(), "test:carol", "go")).isEqualTo(CommandAnswer.GIVEN);
      look();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertPausesHeld(run);
    }

    @Test
    void however_old_it_is() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang), tester().step("b", c -> null));
      hang.awaitEntered();
      pause(run);
      hang.release();
      run.runUntil(PAUSED).crash();
      time().advance(Duration.ofDays(3));
      run.restart();
      assertThat(run.state().parked()).isEmpty();
      unpause(run);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void resume_of_a_run_that_was_paused_when_its_process_died_takes_it_over_and_goes_on()
        throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang));
      hang.awaitEntered();
      pause(run);
      tester().crash().replaceProcess(b -> b);
      hang.release();
      resume(run).await();
      run.is(WorkflowStatus.COMPLETED);
      assertPausesHeld(run);
    }

    @Test
    void resume_of_one_that_waits_for_an_approval_lets_it_wait_on() throws Exception {
      var run = tester().start(approved("a", c -> 1));
      run.runUntil(asked("a"));
      pause(run);
      assertThat(resume(run).runId()).isEqualTo(run.runId());
      assertThat(run.state().paused()).isEmpty();
      tester().engine().approve(run.runId(), "a", "test:bob", "");
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void resume_of_one_that_a_living_process_has_is_refused_and_changes_nothing() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang), tester().step("b", c -> null));
      hang.awaitEntered();
      pause(run);
      hang.release();
      run.runUntil(PAUSED);
      assertThatThrownBy(() -> other().resume(run.runId(), "test:carol"))
          .isInstanceOf(RunOwnedException.class)
          .hasMessageContainingAll(run.runId(), "is paused in", "unpause it there");
      assertThat(tester().observer().pendingCommandsOf(run.runId())).isEmpty();
      look();
      assertThat(run.state().paused()).isPresent();
      unpause(run);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void a_second_pause_changes_nothing_and_a_second_resume_is_refused() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang));
      hang.awaitEntered();
      pause(run);
      pause(run);
      unpause(run);
      assertThatThrownBy(() -> tester().engine().unpause(run.runId(), "test:bob", ""))
          .isInstanceOf(WorkflowException.class)
          .hasMessageContaining("not paused");
      assertThat(run.events(Event.RunPaused.class)).hasSize(1);
      hang.release();
      run.await();
      assertThatThrownBy(() -> tester().engine().pause(run.runId(), "test:bob", ""))
          .isInstanceOf(WorkflowException.class)
          .hasMessageContaining("completed");
    }

    @Test
    void a_cancel_ends_a_paused_run_and_a_cancelled_one_is_not_paused() throws Exception {
      var flash = Hang.willing();
      var run = tester().start(tester().step("a", inside("flashing", flash)));
      flash.awaitEntered();
      run.cancel();
      assertThatThrownBy(() -> tester().engine().pause(run.runId(), "test:bob", ""))
          .hasMessageContaining("being cancelled");
      flash.release();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
    }

    @Test
    void clean_up_and_a_rollback_wait_too() throws Exception {
      for (var failing : List.of(true, false)) {
        var hang = Hang.willing();
        var calls = new AtomicInteger();
        var undo = tester().step("undo", c -> calls.incrementAndGet());
        var run =
            tester()
                .start(
                    WorkflowDefinition.named("kit")
                        .step(tester().step("a", b -> b.undo(undo), c -> null))
                        .step(
                            tester()
                                .step(
                                    "b",
                                    c -> {
                                      hang.run(c);
                                      return failing ? false : null;
                                    }))
                        .rollback()
                        .always(tester().step("clean", c -> calls.incrementAndGet()))
                        .build());
        hang.awaitEntered();
        pause(run);
        hang.release();
        run.runUntil(new TestRun.Condition("b over", s -> s.step("b").isOver()));
        time().advance(Duration.ofHours(1));
        assertThat(calls).hasValue(0);
        assertThat(run.state().phase()).isEqualTo(Phase.PAUSED);
        unpause(run);
        run.await();
        run.is(failing ? WorkflowStatus.FAILED : WorkflowStatus.COMPLETED);
        assertThat(calls).hasValue(failing ? 2 : 1);
        assertPausesHeld(run);
      }
    }

    @Test
    void a_cancel_of_a_run_that_is_paused_before_its_clean_up_lets_it_clean_up() throws Exception {
      var hang = Hang.willing();
      var calls = new AtomicInteger();
      var run =
          tester()
              .start(
                  tester()
                      .sequence(tester().step("a", hang))
                      .withAlways(List.of(tester().step("clean", c -> calls.incrementAndGet()))));
      hang.awaitEntered();
      pause(run);
      hang.release();
      run.runUntil(stepCompleted("a"));
      run.cancel();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
      assertThat(calls).hasValue(1);
    }

    @Test
    void a_run_that_cleans_up_is_not_paused() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .sequence(tester().step("a", c -> null))
                      .withAlways(List.of(tester().step("clean", hang))));
      hang.awaitEntered();
      assertThatThrownBy(() -> tester().engine().pause(run.runId(), "test:bob", ""))
          .hasMessageContaining("cleaning up");
      hang.release();
      run.await();
    }

    @Test
    void beside_the_end_of_a_step_no_attempt_begins_after_it() throws Exception {
      for (var round = 0; round < 12; round++) {
        var together = new CyclicBarrier(2);
        var run =
            tester()
                .start(
                    tester().step("a", c -> together.await(30, TimeUnit.SECONDS) < 0 ? 0 : null),
                    tester().step("b", c -> null),
                    tester().step("c", c -> null));
        together.await(30, TimeUnit.SECONDS);
        try {
          tester().engine().pause(run.runId(), "test:bob", "");
          run.runUntil(
              new TestRun.Condition(
                  "left alone", s -> s.phase() == Phase.PAUSED || s.status().isTerminal()));
          tester().engine().unpause(run.runId(), "test:bob", "");
        } catch (WorkflowException e) {
          assertThat(e).hasMessageContaining("completed");
        }
        run.await();
        run.is(WorkflowStatus.COMPLETED);
        assertPausesHeld(run);
      }
    }
  }

  @Nested
  @DisplayName("Rule 11: approvals")
  class Approvals {
    @Test
    void a_step_waits_for_its_approval_and_the_journal_says_whose_it_was() throws Exception {
      var calls = new AtomicInteger();
      var run = tester().start(approved("a", c -> calls.incrementAndGet()));
      run.runUntil(asked("a"));
      assertThat(run.record().phase()).isEqualTo(Phase.WAITING_FOR_APPROVAL);
      assertThat(run.record().currentStep()).contains("a");
      time().advance(Duration.ofDays(3));
      assertThat(calls).hasValue(0);
      assertThat(tester().engine().approve(run.runId(), "a", "test:bob", "agreed"))
          .isEqualTo(CommandAnswer.DONE);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.events(Event.ApprovalAnswered.class))
          .containsExactly(new Event.ApprovalAnswered("a", true, "test:bob", "agreed"));
    }

    @Test
    void a_refused_step_fails_at_once_and_is_asked_again_by_the_run_that_resumes()
        throws Exception {
      var calls = new AtomicInteger();
      var run = tester().start(approved("a", c -> calls.incrementAndGet()));
      run.runUntil(asked("a"));
      tester().engine().refuse(run.runId(), "a", "test:bob", "not today");
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().error().orElseThrow()).contains("test:bob", "not today");
      assertThat(run.events(Event.AttemptFailed.class))
          .extracting(Event.AttemptFailed::errorClass)
          .containsExactly(ErrorClass.REJECTED);
      assertThat(calls).hasValue(0);
      var resumed = resume(run);
      resumed.runUntil(asked("a"));
      tester().engine().approve(resumed.runId(), "a", "test:bob", "");
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void it_is_asked_once_however_often_the_step_is_tried() throws Exception {
      var run = tester().start(approved("a", c -> c.attempt() < 2 ? Integer.parseInt("x") : null));
      run.runUntil(asked("a"));
      tester().engine().approve(run.runId(), "a", "test:bob", "");
      passBackoff(1);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.events(Event.ApprovalRequested.class)).hasSize(1);
    }

    @Test
    void an_interruption_by_a_thread_of_a_step_that_is_over_does_the_run_no_harm()
        throws Exception {
      var thread = new AtomicReference<Thread>();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            thread.set(Thread.currentThread());
                            return null;
                          }),
                  WorkflowStep.named("ask")
                      .approval(new Approval("operator", Optional.empty()))
                      .build(),
                  tester().step("b", c -> null));
      run.runUntil(asked("ask"));
      thread.get().interrupt();
      tester().engine().approve(run.runId(), "ask", "test:bob", "");
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void a_step_may_be_nothing_but_an_approval() throws Exception {
      var run =
          tester()
              .start(
                  WorkflowStep.named("ask")
                      .approval(new Approval("operator", Optional.empty()))
                      .build(),
                  tester().step("b", c -> null));
      run.runUntil(asked("ask"));
      tester().engine().approve(run.runId(), "ask", "test:bob", "");
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.step("ask").status()).isEqualTo(StepStatus.COMPLETED);
    }

    @Test
    void without_an_answer_the_step_fails_when_it_expires() throws Exception {
      var run = tester().start(expiring("a", Duration.ofHours(1), c -> null));
      run.runUntil(asked("a"));
      time().awaitTimerIn(Duration.ofHours(1));
      time().advance(Duration.ofHours(1));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().error().orElseThrow()).contains("the approval", "1h");
      assertThat(run.events(Event.AttemptFailed.class)).hasSize(1);
      assertThatThrownBy(() -> tester().engine().approve(run.runId(), "a", "test:bob", "late"))
          .isInstanceOf(WorkflowException.class);
    }

    @Test
    void rule_14_it_expires_once_if_the_instant_passed_while_nobody_executed_it() throws Exception {
      var run = tester().start(expiring("a", Duration.ofHours(1), c -> null));
      run.runUntil(asked("a")).crash();
      time().advance(Duration.ofHours(30));
      run.restart().await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.events(Event.ApprovalRequested.class)).hasSize(1);
      assertThat(run.events(Event.AttemptFailed.class)).hasSize(1);
    }

    @Test
    void rule_14_a_clock_that_is_set_back_makes_nobody_wait_longer_than_was_asked()
        throws Exception {
      var run = tester().start(expiring("a", Duration.ofHours(1), c -> null));
      run.runUntil(asked("a"));
      time().awaitTimerIn(Duration.ofHours(1));
      time().advance(Duration.ofMinutes(1)); // so that its timer is not taken for the next one's
      run.crash();
      time().stepWallClock(Duration.ofDays(-2));
      run.restart();
      time().awaitTimerIn(Duration.ofHours(1));
      time().advance(Duration.ofHours(1));
      run.await();
      run.is(WorkflowStatus.FAILED);
    }

    @Test
    void a_question_survives_a_crash_and_an_answer_given_meanwhile_counts() throws Exception {
      var run = tester().start(approved("a", c -> 1));
      run.runUntil(asked("a")).crash();
      var next = tester().replaceProcess(b -> b).engine();
      assertThat(next.approve(run.runId(), "a", "test:bob", "")).isEqualTo(CommandAnswer.GIVEN);
      assertThat(run.step("a").approvalAwaited()).isPresent();
      next.recover();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.events(Event.ApprovalRequested.class)).hasSize(1);
    }

    @Test
    void an_answer_that_was_taken_beside_the_expiry_counts() throws Exception {
      for (var round = 0; round < 12; round++) {
        var run = tester().start(expiring("a", Duration.ofMinutes(1), c -> null));
        run.runUntil(asked("a"));
        time().awaitTimerIn(Duration.ofMinutes(1));
        var taken =
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return tester().engine().approve(run.runId(), "a", "test:bob", "")
                        == CommandAnswer.DONE;
                  } catch (WorkflowException e) {
                    return false;
                  }
                });
        time().advance(Duration.ofMinutes(1));
        var done = taken.get(30, TimeUnit.SECONDS);
        run.await();
        run.is(done ? WorkflowStatus.COMPLETED : WorkflowStatus.FAILED);
      }
    }

    @Test
    void answers_to_what_was_not_asked_are_refused_with_a_reason() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang), approved("b", c -> 1));
      hang.awaitEntered();
      for (var step : List.of("a", "b")) {
        assertThatThrownBy(() -> tester().engine().approve(run.runId(), step, "test:bob", ""))
            .isInstanceOf(WorkflowException.class)
            .hasMessageContaining("step " + step + " does not wait for an approval");
      }
      assertThatThrownBy(() -> tester().engine().refuse(run.runId(), "nope", "test:bob", ""))
          .hasMessageContaining("no step 'nope'")
          .hasMessageContaining("a, b");
      hang.release();
    }

    @Test
    void one_in_a_group_keeps_its_own_branch_only() throws Exception {
      var run =
          tester()
              .start(
                  WorkflowDefinition.of(
                      "kit",
                      List.of(
                          ParallelGroup.of(
                              "", approved("a", c -> 1), tester().step("b", c -> 2)))));
      run.runUntil(asked("a")).runUntil(stepCompleted("b"));
      tester().engine().approve(run.runId(), "a", "test:bob", "");
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }
  }

  @Nested
  @DisplayName("Rule 11: skip")
  class Skipping {
    private CommandAnswer skip(TestRun run, String step) {
      return tester().engine().skip(run.runId(), step, "test:bob", "not here");
    }

    @Test
    void a_step_that_has_not_begun_is_left_out_and_the_run_completes() throws Exception {
      var hang = Hang.willing();
      var calls = new AtomicInteger();
      var run =
          tester()
              .start(
                  tester().step("a", hang),
                  tester().step("b", c -> calls.incrementAndGet()),
                  tester().step("c", c -> null));
      hang.awaitEntered();
      assertThat(skip(run, "b")).isEqualTo(CommandAnswer.DONE);
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(calls).hasValue(0);
      assertThat(run.step("b").skipped()).contains(SkipCause.COMMAND);
      assertThat(run.step("b").error().orElseThrow()).contains("test:bob", "not here");
    }

    @Test
    void one_between_two_attempts_and_one_that_waits_for_an_approval() throws Exception {
      var run =
          tester().start(tester().step("a", c -> Integer.parseInt("x")), approved("b", c -> null));
      run.runUntil(backingOff("a"));
      skip(run, "a");
      run.runUntil(asked("b"));
      skip(run, "b");
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.step("a").attempts()).hasSize(1);
      assertThat(run.state().phase()).isEqualTo(Phase.NONE);
    }

    @Test
    void what_can_not_be_skipped_is_refused_with_the_reason() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  WorkflowDefinition.named("kit")
                      .step(tester().step("a", b -> b.undo(tester().step("x", c -> 1)), c -> 1))
                      .step(tester().step("b", hang))
                      .build());
      hang.awaitEntered();
      assertThatThrownBy(() -> skip(run, "b"))
          .hasMessageContaining("running")
          .hasMessageContaining("cancel or pause");
      assertThatThrownBy(() -> skip(run, "a")).hasMessageContaining("completed already");
      assertThatThrownBy(() -> skip(run, "a/undo")).hasMessageContaining("rollback");
      assertThatThrownBy(() -> skip(run, "z")).hasMessageContaining("no step 'z'");
      hang.release();
      run.await();
      assertThatThrownBy(() -> skip(run, "b")).hasMessageContaining("completed");
    }

    @Test
    void rule_7_nor_a_step_that_was_cut_off_inside_a_point_of_no_return() throws Exception {
      var flash = Hang.willing();
      var run = tester().start(tester().step("flash", inside("flashing", flash)));
      flash.awaitEntered();
      run.crash().restart();
      run.runUntil(parked(ParkReason.POINT_NOT_ADOPTED));
      assertThatThrownBy(() -> skip(run, "flash")).hasMessageContaining("flashing");
    }

    @Test
    void a_missing_action_is_gone_around() throws Exception {
      var known = Action.of("kit.extra@1", "of this process", Action.Effects.NONE, c -> null);
      var hang = Hang.willing();
      tester().crash().replaceProcess(b -> b.action(known));
      var run =
          tester()
              .start(tester().step("a", hang), WorkflowStep.named("b").uses("kit.extra@1").build());
      hang.awaitEntered();
      run.crash().restart();
      run.runUntil(parked(ParkReason.ACTION_MISSING));
      hang.release();
      assertThat(skip(run, "b")).isEqualTo(CommandAnswer.GIVEN);
      resume(run).await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void beside_the_start_of_the_step_either_counts_never_both() throws Exception {
      for (var round = 0; round < 12; round++) {
        var together = new CyclicBarrier(2);
        var calls = new AtomicInteger();
        var run =
            tester()
                .start(
                    tester().step("a", c -> together.await(30, TimeUnit.SECONDS) < 0 ? 0 : null),
                    tester().step("b", c -> calls.incrementAndGet()));
        together.await(30, TimeUnit.SECONDS);
        var done = false;
        try {
          skip(run, "b");
          done = true;
        } catch (WorkflowException e) {
          assertThat(e).hasMessageContaining("can't skip");
        }
        run.await();
        run.is(WorkflowStatus.COMPLETED);
        assertThat(calls).hasValue(done ? 0 : 1);
        assertThat(run.step("b").status())
            .isEqualTo(done ? StepStatus.SKIPPED : StepStatus.COMPLETED);
      }
    }
  }

  @Nested
  @DisplayName("Rule 11: commands are rows that the owner applies")
  class Rows {
    private Command command(
        TestRun run, String id, Command.Kind kind, Map<String, ?> arguments, long expectedSeq) {
      return new Command(
          id,
          run.runId(),
          kind,
          Value.fields(arguments),
          expectedSeq == 0 ? OptionalLong.empty() : OptionalLong.of(expectedSeq),
          "test:carol",
          "from afar",
          time().now());
    }

    @Test
    void any_process_may_give_any() throws Exception {
      var elsewhere = other();
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  tester().step("a", hang),
                  tester().step("b", c -> null),
                  approved("c", c -> null),
                  approved("d", c -> null));
      hang.awaitEntered();
      assertThat(elsewhere.pause(run.runId(), "test:carol", "")).isEqualTo(CommandAnswer.GIVEN);
      assertThat(run.state().paused()).isEmpty();
      look();
      assertThat(run.state().paused()).isPresent();
      hang.release();
      run.runUntil(PAUSED);
      elsewhere.skip(run.runId(), "b", "test:carol", "");
      elsewhere.unpause(run.runId(), "test:carol", "");
      look();
      run.runUntil(asked("c"));
      elsewhere.approve(run.runId(), "c", "test:carol", "");
      look();
      run.runUntil(asked("d"));
      elsewhere.refuse(run.runId(), "d", "test:carol", "no");
      look();
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().failedStep()).contains("d");
      assertThat(run.step("b").skipped()).contains(SkipCause.COMMAND);
      assertThat(tester().observer().pendingCommandsOf(run.runId())).isEmpty();
      assertThat(tester().observer().entries(run.runId(), 0))
          .filteredOn(entry -> entry.type().equals("run_paused"))
          .extracting(JournalEntry::actor)
          .containsExactly("test:carol");
    }

    @Test
    void one_for_a_moment_that_has_passed_is_refused_once_and_the_journal_says_so()
        throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang));
      hang.awaitEntered();
      var seq = run.state().lastSeq();
      tester().observer().submit(command(run, "c1", Command.Kind.PAUSE, Map.of(), seq - 1));
      look();
      look();
      assertThat(run.events(Event.CommandRefused.class)).hasSize(1);
      var refused = run.events(Event.CommandRefused.class).getFirst();
      assertThat(refused.command()).isEqualTo("pause");
      assertThat(refused.by()).isEqualTo("test:carol");
      assertThat(refused.why()).contains("moved on");
      assertThat(run.state().paused()).isEmpty();
      assertThat(tester().observer().pendingCommandsOf(run.runId())).isEmpty();
      tester()
          .observer()
          .submit(command(run, "c2", Command.Kind.PAUSE, Map.of(), run.state().lastSeq()));
      look();
      assertThat(run.state().paused()).isPresent();
      hang.release();
    }

    @Test
    void one_that_can_not_be_carried_out_is_not_tried_for_ever() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang));
      hang.awaitEntered();
      tester().observer().submit(command(run, "c1", Command.Kind.SKIP, Map.of("step", "a"), 0));
      tester().observer().submit(command(run, "c2", Command.Kind.APPROVE, Map.of("step", "z"), 0));
      tester().observer().submit(command(run, "c3", Command.Kind.RESUME, Map.of(), 0));
      look();
      assertThat(run.events(Event.CommandRefused.class))
          .extracting(Event.CommandRefused::command)
          .containsExactly("skip", "approve", "resume");
      look();
      assertThat(run.events(Event.CommandRefused.class)).hasSize(3);
      assertThat(tester().observer().pendingCommandsOf(run.runId())).isEmpty();
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void one_that_comes_too_late_is_refused_with_the_reason_and_none_is_left_behind()
        throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang));
      hang.awaitEntered();
      tester().observer().submit(command(run, "c1", Command.Kind.PAUSE, Map.of(), 0));
      tester().observer().submit(command(run, "c2", Command.Kind.SKIP, Map.of("step", "a"), 0));
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      WorkflowTester.await(
          "none is left", () -> tester().observer().pendingCommandsOf(run.runId()).isEmpty());
      assertThat(run.events(Event.CommandRefused.class))
          .containsExactly(
              new Event.CommandRefused("pause", "test:carol", "the run is completed"),
              new Event.CommandRefused("skip", "test:carol", "the run is completed"));
    }

    @Test
    void one_for_a_run_that_has_ended_is_not_taken() throws Exception {
      var run = tester().start(tester().step("a", c -> null));
      run.await();
      var late = command(run, "c1", Command.Kind.PAUSE, Map.of(), 0);
      assertThatThrownBy(() -> tester().observer().submit(late))
          .isInstanceOf(RunFencedException.class)
          .hasMessageContaining("it has ended, completed");
      assertThat(tester().observer().pendingCommandsOf(run.runId())).isEmpty();
    }

    @Test
    void the_same_command_given_twice_is_applied_once() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang));
      hang.awaitEntered();
      var pause = command(run, "c1", Command.Kind.PAUSE, Map.of(), 0);
      tester().observer().submit(pause);
      tester().observer().submit(pause);
      look();
      assertThat(run.events(Event.RunPaused.class)).hasSize(1);
      assertThat(run.events(Event.CommandRefused.class)).isEmpty();
      hang.release();
    }

    @Test
    void for_a_parked_run_they_are_applied_when_it_goes_on() throws Exception {
      var asked = new AtomicInteger();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            if (asked.getAndIncrement() == 0) {
                              throw new RunParkedException("look");
                            }
                            return null;
                          }),
                  tester().step("b", c -> null));
      run.await();
      assertThat(tester().engine().skip(run.runId(), "b", "test:bob", ""))
          .isEqualTo(CommandAnswer.GIVEN);
      resume(run).await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.step("b").skipped()).contains(SkipCause.COMMAND);
    }

    @Test
    void for_a_run_whose_process_is_dead_they_are_applied_when_it_is_taken_over() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang), tester().step("b", c -> null));
      hang.awaitEntered();
      tester().crash().replaceProcess(b -> b);
      assertThat(tester().engine().pause(run.runId(), "test:bob", ""))
          .isEqualTo(CommandAnswer.GIVEN);
      tester().engine().recover();
      assertThat(run.state().paused()).isPresent();
      assertThat(hang.calls()).isEqualTo(1);
      hang.release();
      unpause(run);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void one_that_the_store_could_not_take_is_applied_later() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang));
      hang.awaitEntered();
      tester().observer().submit(command(run, "c1", Command.Kind.PAUSE, Map.of(), 0));
      tester().store().failWrites(append -> append.appliedCommand().isPresent());
      look();
      assertThat(run.state().paused()).isEmpty();
      tester().store().failWrites(append -> false);
      look();
      assertThat(run.state().paused()).isPresent();
      hang.release();
    }
  }

  @Nested
  @DisplayName("Rule 6: a cancel reaches a run that waits")
  class CancelWaiting {
    private void ends(TestRun run) throws Exception {
      run.cancel();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
      assertThat(run.state().held()).isFalse();
    }

    private void endsFromElsewhere(TestRun run) throws Exception {
      assertThat(other().cancel(run.runId(), "test:carol", "")).isTrue();
      look();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
    }

    @Test
    void for_a_person_who_paused_it() throws Exception {
      for (var elsewhere : List.of(false, true)) {
        var hang = Hang.willing();
        var run = tester().start(tester().step("a", hang), tester().step("b", c -> null));
        hang.awaitEntered();
        pause(run);
        hang.release();
        run.runUntil(PAUSED);
        if (elsewhere) {
          endsFromElsewhere(run);
        } else {
          ends(run);
        }
      }
    }

    @Test
    void for_an_approval() throws Exception {
      for (var elsewhere : List.of(false, true)) {
        var run = tester().start(expiring("a", Duration.ofHours(1), c -> null));
        run.runUntil(asked("a"));
        if (elsewhere) {
          endsFromElsewhere(run);
        } else {
          ends(run);
        }
        assertThat(run.step("a").approvalAwaited()).isEmpty();
      }
    }

    @Test
    void for_a_limit() throws Exception {
      var hang = Hang.willing();
      tester().start(tester().step("a", b -> b.limit("one"), hang));
      hang.awaitEntered();
      var run = tester().start(tester().step("a", b -> b.limit("one"), c -> null));
      run.runUntil(new TestRun.Condition("waits", s -> s.phase() == Phase.WAITING_FOR_LIMIT));
      ends(run);
      hang.release();
    }

    @Test
    void for_its_locks_and_leaves_the_queue() throws Exception {
      var hang = Hang.willing();
      tester().start("first", tester().sequence(tester().step("a", hang)), queueing("k"));
      hang.awaitEntered();
      var calls = new AtomicInteger();
      var run =
          tester()
              .start(
                  "second",
                  tester()
                      .sequence(tester().step("a", c -> calls.incrementAndGet()))
                      .withAlways(List.of(tester().step("x", c -> calls.incrementAndGet()))),
                  queueing("k"));
      assertThat(run.record().phase()).isEqualTo(Phase.WAITING_FOR_LOCK);
      ends(run);
      assertThat(calls).hasValue(0);
      assertThat(tester().observer().lockWaits()).isEmpty();
      hang.release();
    }

    @Test
    void in_a_process_that_died() throws Exception {
      var run = tester().start(approved("a", c -> null));
      run.runUntil(asked("a"));
      tester().crash().replaceProcess(b -> b);
      assertThat(run.cancel()).isTrue();
      run.runUntil(over()).is(WorkflowStatus.CANCELLED);
    }
  }
}
