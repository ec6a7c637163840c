package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hwautomation.testkit.TestRun.stepStarted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Append;
import org.hwautomation.workflow.AttemptFencedException;
import org.hwautomation.workflow.Command;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.EventCodec;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunFencedException;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunOwnedException;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.Test;

/** Rule 4: one owner a run; only dead owners' runs are taken over, and none is lost in silence. */
abstract class RecoveryContract extends Contract {
  private static final WorkflowContext EMPTY = WorkflowContext.EMPTY;

  private static ParkReason reasonOf(TestRun run) {
    return run.state().parked().orElseThrow().reason();
  }

  @Test
  void the_run_of_a_living_owner_is_left_alone() throws Exception {
    var hang = Hang.willing();
    var run = hanging(hang);
    var other = tester().launch(b -> b);
    assertThat(other.engine().recover()).isEmpty();
    assertThatThrownBy(() -> other.engine().resume(run.runId(), "test:bob"))
        .isInstanceOf(RunOwnedException.class);
    assertThat(run.record().epoch()).isEqualTo(1);
    hang.release();
    run.await();
    run.is(WorkflowStatus.COMPLETED);
    assertThat(hang.calls()).isEqualTo(1);
  }

  @Test
  void a_process_that_only_looks_executes_nothing() throws Exception {
    var hang = Hang.willing();
    var run = hanging(hang);
    run.crash();
    var observer = tester().replaceProcess(b -> b);
    assertThat(observer.engine().state(run.runId())).isPresent();
    tester().time().advance(Duration.ofHours(1));
    assertThat(observer.engine().executing()).isZero();
    assertThat(observer.store().owners()).isEmpty();
    assertThat(run.record().epoch()).isEqualTo(1);
    assertThat(hang.calls()).isEqualTo(1);
  }

  @Test
  void our_own_live_run_is_not_taken_over_either() throws Exception {
    var hang = Hang.willing();
    var run = hanging(hang);
    assertThat(tester().engine().recover()).isEmpty();
    assertThatThrownBy(() -> resume(run)).isInstanceOf(RunOwnedException.class);
    assertThat(hang.calls()).isEqualTo(1);
  }

  @Test
  void a_takeover_raises_the_epoch_and_refuses_what_the_old_one_writes() throws Exception {
    var hang = Hang.willing();
    var run = hanging(hang);
    var before = run.record();
    run.crash().restart();
    hang.awaitEntered();
    assertThat(run.record().epoch()).isEqualTo(2);
    var late =
        EventCodec.write(
            run.runId(),
            run.record().lastSeq() + 1,
            1,
            time().now(),
            "engine",
            new Event.AttemptStarted("a", 9));
    assertThatThrownBy(
            () ->
                tester()
                    .observer()
                    .append(
                        new Append(
                            1,
                            List.of(late),
                            before,
                            false,
                            java.util.Optional.empty(),
                            java.util.Optional.empty())))
        .isInstanceOf(RunFencedException.class);
    assertThat(run.step("a").attempts()).hasSize(2);
    assertThat(run.state().epoch()).isEqualTo(2);
  }

  @Test
  void an_attempt_whose_run_went_elsewhere_may_send_nothing_and_its_run_stops_here()
      throws Exception {
    var go = Hang.willing();
    var refused = new CopyOnWriteArrayList<String>();
    var first = new AtomicInteger();
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        c -> {
                          if (first.getAndIncrement() > 0) {
                            return null;
                          }
                          go.run(c);
                          try {
                            c.guard("POST /reset");
                          } catch (AttemptFencedException e) {
                            refused.add("guard");
                          }
                          try {
                            c.put("x", 1);
                          } catch (AttemptFencedException e) {
                            refused.add("put");
                          }
                          try {
                            c.saveCheckpoint("x", 1);
                          } catch (AttemptFencedException e) {
                            refused.add("checkpoint");
                          }
                          return null;
                        }));
    go.awaitEntered();
    var old = tester().engine().executing(run.runId()).orElseThrow();
    // the owner is taken for dead although its process lives, as after a lost file lock
    for (var owner : tester().store().owners()) {
      tester().kill(owner);
    }
    tester().restart();
    run.await();
    go.release();
    assertThatThrownBy(() -> old.await(Duration.ofSeconds(40)))
        .isInstanceOf(RunFencedException.class);
    assertThat(refused).containsExactly("guard", "put", "checkpoint");
    run.is(WorkflowStatus.COMPLETED);
    assertThat(run.step("a").attempts()).hasSize(2);
  }

  @Test
  void two_executors_that_recover_at_once_take_each_run_once() throws Exception {
    for (var round = 0; round < 10; round++) {
      var calls = new AtomicInteger();
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            calls.incrementAndGet();
                            return hang.run(c);
                          }));
      hang.awaitEntered();
      tester().crash();
      var left = tester().launch(b -> b);
      tester().replaceProcess(b -> b);
      var barrier = new CyclicBarrier(2);
      try (var both = Executors.newFixedThreadPool(2)) {
        var one =
            both.submit(
                () -> {
                  barrier.await(40, TimeUnit.SECONDS);
                  return left.engine().recover().size();
                });
        var two =
            both.submit(
                () -> {
                  barrier.await(40, TimeUnit.SECONDS);
                  return tester().engine().recover().size();
                });
        assertThat(one.get() + two.get()).isEqualTo(1);
      }
      hang.awaitEntered();
      hang.release();
      run.runUntil(TestRun.over());
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void a_run_whose_action_is_not_registered_is_parked_and_goes_on_where_it_is() throws Exception {
    var process =
        tester()
            .replaceProcess(
                b ->
                    b.action(
                        Action.of(
                            "late@2",
                            "only here",
                            Action.Effects.EXTERNAL,
                            c -> c.attempt() == 1 ? Hang.willing().run(c) : null)))
            .engine();
    var definition =
        WorkflowDefinition.of("kit", List.of(WorkflowStep.named("a").uses("late@2").build()));
    var run = new TestRun(tester(), process.start("late", definition, EMPTY).runId());
    run.runUntil(stepStarted("a")).crash().restart();
    run.await();
    assertThat(reasonOf(run)).isEqualTo(ParkReason.ACTION_MISSING);
    assertThat(run.state().parked().orElseThrow().message()).contains("late@2").contains("a");
    run.is(WorkflowStatus.RUNNING);
    assertThat(run.record().phase()).isEqualTo(Phase.PARKED);
    assertThatThrownBy(() -> resume(run)).hasMessageContaining("late@2");
    tester()
        .restart(
            b -> b.action(Action.of("late@2", "here again", Action.Effects.EXTERNAL, c -> "done")));
    run.await();
    run.is(WorkflowStatus.COMPLETED);
  }

  @Test
  void a_function_step_is_parked_after_a_restart_until_its_code_is_offered_again()
      throws Exception {
    var hang = Hang.willing();
    var definition =
        WorkflowDefinition.of(
            "custom",
            List.of(WorkflowStep.named("a").run(hang), WorkflowStep.named("b").run(c -> null)));
    var run = tester().start("custom-001", definition, EMPTY);
    hang.awaitEntered();
    run.crash().restart();
    run.await();
    assertThat(reasonOf(run)).isEqualTo(ParkReason.ACTION_MISSING);
    hang.release();
    assertThat(tester().engine().offer("custom-001", definition)).isPresent();
    run.await();
    run.is(WorkflowStatus.COMPLETED);
  }

  @Test
  void a_run_whose_secret_is_gone_is_parked() throws Exception {
    var hang = Hang.willing();
    var run =
        tester()
            .start(
                "wf",
                tester().sequence(tester().step("a", hang)),
                WorkflowContext.builder()
                    .value("bmc_password", new Value.SecretReference("nowhere-1"))
                    .build());
    hang.awaitEntered();
    run.crash().restart();
    run.await();
    assertThat(reasonOf(run)).isEqualTo(ParkReason.SECRET_MISSING);
    assertThat(run.record().message().orElseThrow()).contains("nowhere-1").contains("key file");
  }

  @Test
  void a_run_interrupted_for_longer_than_its_limit_is_parked_until_a_person_resumes_it()
      throws Exception {
    var hang = Hang.willing();
    var run = hanging(hang);
    tester().crash();
    time().advance(Duration.ofHours(4).plusMinutes(1));
    tester().restart();
    run.await();
    assertThat(reasonOf(run)).isEqualTo(ParkReason.TOO_OLD);
    tester().engine().recover();
    assertThat(reasonOf(run)).isEqualTo(ParkReason.TOO_OLD);
    hang.release();
    resume(run);
    run.await();
    run.is(WorkflowStatus.COMPLETED);
  }

  @Test
  void a_run_interrupted_for_less_goes_on_by_itself() throws Exception {
    var hang = Hang.willing();
    var run = hanging(hang);
    tester().crash();
    time().advance(Duration.ofHours(3));
    tester().restart();
    hang.awaitEntered();
    run.is(WorkflowStatus.RUNNING).at("a", 2);
  }

  @Test
  void a_step_that_was_interrupted_5_times_parks_its_run() throws Exception {
    var hang = Hang.willing();
    var run = hanging(hang);
    for (var crash = 1; crash <= 4; crash++) {
      run.crash().restart();
      hang.awaitEntered();
    }
    run.crash().restart();
    run.await();
    assertThat(reasonOf(run)).isEqualTo(ParkReason.INTERRUPTED_TOO_OFTEN);
    assertThat(hang.calls()).isEqualTo(5);
  }

  @Test
  void a_crash_does_not_use_up_an_attempt() throws Exception {
    var hang = Hang.willing();
    var calls = new AtomicInteger();
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        b -> b.attempts(2),
                        c -> {
                          if (calls.incrementAndGet() <= 3) {
                            hang.run(c);
                          }
                          if (calls.get() == 4) {
                            throw new IllegalStateException("the first real failure");
                          }
                          return null;
                        }));
    for (var crash = 1; crash <= 3; crash++) {
      hang.awaitEntered();
      run.crash().restart();
    }
    passBackoff(1);
    run.await();
    run.is(WorkflowStatus.COMPLETED);
    assertThat(run.step("a").attempts()).hasSize(5);
  }

  @Test
  void an_entry_of_an_unknown_type_parks_the_run_and_is_kept() throws Exception {
    var hang = Hang.willing();
    var run = hanging(hang);
    tester().crash();
    append(run, "server_teleported");
    tester().restart();
    assertThat(run.record().phase()).isEqualTo(Phase.PARKED);
    assertThat(run.record().status()).isEqualTo(WorkflowStatus.RUNNING);
    assertThat(run.record().message().orElseThrow()).contains("server_teleported");
    assertThat(run.eventTypes()).contains("server_teleported").endsWith("run_parked");
  }

  @Test
  void a_crash_between_taking_over_and_the_first_entry_loses_nothing() throws Exception {
    var hang = Hang.willing();
    var run = hanging(hang);
    tester().crash();
    tester().replaceProcess(b -> b).store().failWrites(append -> true);
    tester().engine().recover();
    assertThat(tester().engine().executing()).isZero();
    // the same process again, once its store works
    tester().store().failWrites(append -> false);
    assertThat(tester().engine().recover()).hasSize(1);
    hang.awaitEntered();
    hang.release();
    run.await();
    run.is(WorkflowStatus.COMPLETED);
  }

  @Test
  void many_runs_are_recovered_at_once_each_by_its_own_rules() throws Exception {
    var hang = Hang.willing();
    var definition = tester().sequence(tester().step("a", hang), tester().step("b", c -> "done"));
    var runs = new ArrayList<TestRun>();
    for (var i = 0; i < 8; i++) {
      runs.add(tester().start("many-" + i, definition, EMPTY));
    }
    var secret =
        tester()
            .start(
                "no-secret",
                definition,
                WorkflowContext.builder()
                    .value("bmc_password", new Value.SecretReference("nowhere-1"))
                    .build());
    var codeless =
        tester()
            .start(
                "codeless",
                WorkflowDefinition.of("custom", List.of(WorkflowStep.named("a").run(hang))),
                EMPTY);
    awaitEntered(hang, 10);
    var other = tester().launch(b -> b);
    var theirs = new TestRun(tester(), other.engine().start("theirs", definition, EMPTY).runId());
    awaitEntered(hang, 1);
    tester().crash();
    var broken = runs.get(2);
    append(broken, "server_teleported");
    var cancelled = runs.get(5);
    tester()
        .observer()
        .submit(
            new Command(
                "c1",
                cancelled.runId(),
                Command.Kind.CANCEL,
                Value.Fields.EMPTY,
                OptionalLong.empty(),
                "test:bob",
                "wrong rack",
                time().now()));
    hang.release();

    var process = tester().replaceProcess(b -> b);
    var recovered = process.engine().recover();
    assertThat(recovered)
        .extracting(RunHandle::runId)
        .containsExactlyElementsOf(
            runs.stream().filter(run -> !run.equals(broken)).map(TestRun::runId).toList());
    for (var run : runs) {
      if (!run.equals(broken)) {
        run.await();
      }
      if (run.equals(broken)) {
        assertThat(run.record().phase()).isEqualTo(Phase.PARKED);
        assertThat(run.record().message().orElseThrow()).contains("server_teleported");
      } else if (run.equals(cancelled)) {
        run.is(WorkflowStatus.CANCELLED);
      } else {
        run.is(WorkflowStatus.COMPLETED);
        assertThat(run.step("a").attempts())
            .extracting(StepState.Attempt::outcome)
            .containsExactly(StepState.Outcome.INTERRUPTED, StepState.Outcome.COMPLETED);
      }
      assertThat(run.record().epoch()).isEqualTo(2);
    }
    assertThat(reasonOf(secret)).isEqualTo(ParkReason.SECRET_MISSING);
    assertThat(reasonOf(codeless)).isEqualTo(ParkReason.ACTION_MISSING);
    theirs.await();
    assertThat(theirs.record().epoch()).isEqualTo(1);
  }

  @Test
  void a_run_that_can_t_be_taken_over_with_the_others_does_not_keep_them() throws Exception {
    var hang = Hang.willing();
    var definition = tester().sequence(tester().step("a", hang));
    var runs = new ArrayList<TestRun>();
    for (var i = 0; i < 5; i++) {
      runs.add(tester().start("many-" + i, definition, EMPTY));
    }
    awaitEntered(hang, 5);
    tester().crash();
    hang.release();
    var process = tester().replaceProcess(b -> b);
    var stubborn = runs.get(3);
    process.store().failWrites(append -> append.record().runId().equals(stubborn.runId()));
    assertThat(process.engine().recover())
        .extracting(RunHandle::runId)
        .containsExactlyInAnyOrderElementsOf(
            runs.stream().filter(run -> !run.equals(stubborn)).map(TestRun::runId).toList());
    process.store().failWrites(append -> false);
    process.engine().recover();
    for (var run : runs) {
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }
  }

  @Test
  void a_store_takes_over_and_adds_to_many_at_once_or_to_none() throws Exception {
    var hang = Hang.willing();
    var definition = tester().sequence(tester().step("a", hang));
    var one = tester().start("one", definition, EMPTY);
    var two = tester().start("two", definition, EMPTY);
    var ended = tester().start("ended", tester().sequence(tester().step("z", c -> null)), EMPTY);
    ended.await();
    awaitEntered(hang, 2);
    var process = tester().launch(b -> b);
    var theirs = new TestRun(tester(), process.engine().start("theirs", definition, EMPTY).runId());
    awaitEntered(hang, 1);
    tester().crash();
    var store = tester().observer();
    var us = store.registerOwner("test");
    var asked = List.of(two.runId(), "no-such-run", theirs.runId(), ended.runId(), one.runId());
    assertThat(store.takeOver(asked, us.id()))
        .containsExactly(Map.entry(two.runId(), 2L), Map.entry(one.runId(), 2L));
    assertThat(store.takeOver(List.of(), us.id())).isEmpty();
    assertThat(one.record().owner()).contains(us.id());
    assertThat(theirs.record().epoch()).isEqualTo(1);

    var first = appendOf(one, "run_owned");
    var second = appendOf(two, "run_owned");
    var late =
        new Append(1, second.entries(), second.record(), false, Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> store.appendAll(List.of(first, late)))
        .isInstanceOf(RunFencedException.class);
    assertThat(one.record().lastSeq()).isEqualTo(first.record().lastSeq() - 1);
    assertThat(store.entries(one.runId(), first.record().lastSeq() - 1)).isEmpty();
    store.appendAll(List.of(first, second));
    assertThat(one.record()).isEqualTo(first.record());
    assertThat(two.record()).isEqualTo(second.record());
    assertThat(store.entries(one.runId(), 0)).endsWith(first.entries().getFirst());
    hang.release();
    theirs.await();
  }

  private static void awaitEntered(Hang hang, int times) throws Exception {
    for (var i = 0; i < times; i++) {
      hang.awaitEntered();
    }
  }

  /** An entry of that type, written by the run's owner. */
  private void append(TestRun run, String type) {
    tester().observer().append(appendOf(run, type));
  }

  private Append appendOf(TestRun run, String type) {
    var record = run.record();
    var entry =
        new JournalEntry(
            run.runId(),
            record.lastSeq() + 1,
            record.epoch(),
            type,
            7,
            time().now(),
            "engine",
            Value.Fields.EMPTY.with("to", "mars"));
    var after =
        new RunRecord(
            record.identity(),
            record.status(),
            record.phase(),
            record.owner(),
            record.epoch(),
            entry.seq(),
            record.currentStep(),
            record.stepsCompleted(),
            record.totalSteps(),
            record.message(),
            record.updatedAt(),
            record.endedAt());
    return new Append(
        record.epoch(), List.of(entry), after, false, Optional.empty(), Optional.empty());
  }

  @Test
  void an_ended_run_is_taken_over_by_nobody() throws Exception {
    var run = tester().start(tester().step("a", c -> null));
    run.await();
    var before = run.record();
    var us = tester().observer().registerOwner("test");
    assertThatThrownBy(() -> tester().observer().takeOver(run.runId(), us.id()))
        .isInstanceOf(RunFencedException.class);
    assertThat(run.record()).isEqualTo(before);
  }

  @Test
  void a_failed_run_that_cleans_up_while_the_process_dies_still_ends_failed() throws Exception {
    var hang = Hang.willing();
    var run =
        tester()
            .start(
                tester()
                    .sequence(
                        tester()
                            .step(
                                "a",
                                c -> {
                                  throw new StepRejectedException("no");
                                }),
                        tester().step("b", c -> null))
                    .withAlways(List.of(tester().step("clean", hang))));
    hang.awaitEntered();
    run.crash().restart();
    hang.awaitEntered();
    hang.release();
    run.await();
    run.is(WorkflowStatus.FAILED);
    assertThat(run.state().failedStep()).contains("a");
    assertThat(run.state().held()).isTrue();
    assertThat(run.step("b").attempts()).isEmpty();
  }
}
