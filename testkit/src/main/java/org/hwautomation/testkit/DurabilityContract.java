package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hwautomation.testkit.FaultyStore.holds;
import static org.hwautomation.testkit.TestRun.stepCompleted;
import static org.hwautomation.testkit.TestRun.stepStarted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.RunListener;
import org.hwautomation.workflow.RunOwnedException;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rules 1 to 3: the journal is the truth, in order, and what completed stays completed. */
abstract class DurabilityContract extends Contract {

  @Nested
  @DisplayName("Rule 1: the journal is the truth")
  class Journal {
    @Test
    void entries_are_numbered_from_1_without_a_gap() throws Exception {
      var run = tester().start(tester().step("a", c -> "x"), tester().step("b", c -> null));
      run.await();
      var seqs =
          tester().observer().entries(run.runId(), 0).stream().map(JournalEntry::seq).toList();
      var expected = new ArrayList<Long>();
      for (var i = 1L; i <= seqs.size(); i++) {
        expected.add(i);
      }
      assertThat(seqs).isEqualTo(expected);
    }

    @Test
    void the_live_state_is_the_fold_of_the_stored_entries() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "first",
                          c -> {
                            c.saveCheckpoint("task", "/tasks/7");
                            c.put("ip_address", "10.1.0.7");
                            return List.of(1, 2.5, Duration.ofSeconds(3));
                          }),
                  tester().step("second", hang));
      hang.awaitEntered();
      var live = tester().engine().state(run.runId()).orElseThrow();
      assertThat(live).isEqualTo(run.state());
      assertThat(live.values().text("ip_address")).contains("10.1.0.7");
      assertThat(tester().engine().executing(run.runId()).orElseThrow().state()).isEqualTo(live);
    }

    @Test
    void the_state_after_a_restart_is_the_state_before_it_but_for_the_ownership() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", c -> "done"), tester().step("b", hang));
      hang.awaitEntered();
      var before = tester().engine().state(run.runId()).orElseThrow();
      run.crash().restart();
      hang.awaitEntered();
      var after = tester().engine().state(run.runId()).orElseThrow();
      assertThat(after.step("a")).isEqualTo(before.step("a"));
      assertThat(after.values()).isEqualTo(before.values());
      assertThat(after.definition()).isEqualTo(before.definition());
      assertThat(after).isEqualTo(run.state());
    }

    @Test
    void what_a_step_says_of_itself_is_not_in_the_journal() throws Exception {
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "talks",
                          c -> {
                            c.reportSubTask("reading sensor 1");
                            c.reportSubTask("reading sensor 2");
                            return null;
                          }));
      run.await();
      assertThat(run.eventTypes())
          .containsExactly(
              "run_started", "run_owned", "attempt_started", "step_completed", "run_ended");
      assertThat(tester().observer().entries(run.runId(), 0).toString()).doesNotContain("sensor 1");
    }

    @Test
    void the_last_of_it_rides_on_the_next_durable_event() throws Exception {
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "talks",
                          c -> {
                            c.reportSubTask("reading sensor 1");
                            c.reportProgress(50, "reading sensor 2");
                            return null;
                          }));
      run.await();
      assertThat(run.step("talks").lastProgress()).contains("reading sensor 2");
    }

    @Test
    void listeners_hear_of_it_at_most_4_times_a_second_and_get_the_newest() throws Exception {
      var heard = new CopyOnWriteArrayList<String>();
      var heardAt = new CopyOnWriteArrayList<Long>();
      var hang = Hang.willing();
      var reported = new Hang[] {Hang.willing()};
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "talks",
                          c -> {
                            reported[0].run(c);
                            for (var i = 1; i <= 100; i++) {
                              c.reportProgress(i, "sensor " + i);
                              c.sleep(Duration.ofMillis(10));
                            }
                            hang.run(c);
                            return null;
                          }));
      try (var subscription =
          tester()
              .engine()
              .subscribe(
                  run.runId(),
                  0,
                  new RunListener() {
                    @Override
                    public void onEvent(JournalEntry entry, Event event, RunState state) {}

                    @Override
                    public void onProgress(LiveProgress progress, RunState state) {
                      heard.add(progress.text());
                      heardAt.add(time().nanos());
                    }
                  })) {
        assertThat(subscription).isNotNull();
        reported[0].release();
        try (var auto = time().autoAdvance()) {
          assertThat(auto).isNotNull();
          hang.awaitEntered();
          WorkflowTester.await("the newest heard", () -> heard.contains("sensor 100"));
        }
      }
      // a busy machine may let more than the second pass that the reports take
      var passed = Duration.ofNanos(heardAt.getLast() - heardAt.getFirst());
      assertThat(heard).endsWith("sensor 100");
      assertThat(heard.size()).isBetween(2, (int) (passed.toMillis() / 250) + 2);
    }
  }

  @Nested
  @DisplayName("Rule 2: durable in order")
  class Order {
    @Test
    void an_attempt_is_in_the_journal_before_its_function_is_called() throws Exception {
      var seen = new CopyOnWriteArrayList<List<String>>();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            seen.add(
                                tester().observer().entries(c.runId(), 0).stream()
                                    .map(JournalEntry::type)
                                    .toList());
                            return null;
                          }));
      run.await();
      assertThat(seen).containsExactly(List.of("run_started", "run_owned", "attempt_started"));
    }

    @Test
    void an_outcome_is_in_the_journal_before_the_next_step_begins() throws Exception {
      var seen = new CopyOnWriteArrayList<StepStatus>();
      var run =
          tester()
              .start(
                  tester().step("a", c -> null),
                  tester()
                      .step(
                          "b",
                          c -> {
                            var journal = tester().observer().entries(c.runId(), 0);
                            seen.add(RunState.of(journal).orElseThrow().step("a").status());
                            return null;
                          }));
      run.await();
      assertThat(seen).containsExactly(StepStatus.COMPLETED);
    }

    @Test
    void one_commit_carries_an_outcome_and_the_next_start_so_a_step_costs_one() throws Exception {
      var run =
          tester()
              .start(
                  tester().step("a", c -> null),
                  tester().step("b", c -> null),
                  tester().step("c", c -> null));
      run.await();
      assertThat(tester().store().commits()).hasSize(5); // create, 3 starts, the end
      assertThat(tester().store().commits().get(2))
          .hasExactlyElementsOfTypes(Event.StepCompleted.class, Event.AttemptStarted.class);
      assertThat(tester().store().commits().get(4))
          .hasExactlyElementsOfTypes(Event.StepCompleted.class, Event.RunEnded.class);
    }

    @Test
    void a_journal_that_cannot_be_written_stops_the_run_before_the_step_is_called()
        throws Exception {
      var calls = new AtomicInteger();
      var full = new boolean[] {false};
      tester().store().failWrites(append -> full[0]);
      var hang = Hang.willing();
      var run =
          tester()
              .start(tester().step("a", hang), tester().step("b", c -> calls.incrementAndGet()));
      hang.awaitEntered();
      full[0] = true;
      hang.release();
      run.await();
      assertThat(calls).hasValue(0);
      run.is(WorkflowStatus.RUNNING);
      full[0] = false;
      tester().engine().resume(run.runId(), "test:alice");
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(calls).hasValue(1);
    }

    @Test
    void a_checkpoint_that_cannot_be_written_stops_the_run_and_costs_no_attempt() throws Exception {
      var started = new AtomicInteger();
      tester().store().failWrites(append -> holds(append, "checkpoint_saved"));
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "task",
                          b -> b.attempts(1),
                          c -> c.checkpoint("task", Integer.class, started::incrementAndGet)));
      var handle = tester().engine().executing(run.runId());
      run.await();
      run.is(WorkflowStatus.RUNNING);
      if (handle.isPresent()) {
        assertThatThrownBy(() -> handle.get().await())
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("disk is full");
      }
      tester().store().failWrites(append -> false);
      resume(run);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(started).hasValue(2);
    }

    @Test
    void a_cancel_that_cannot_be_written_says_so_and_the_run_goes_on() throws Exception {
      var hang = Hang.willing();
      tester().store().failWrites(append -> holds(append, "cancel_requested"));
      var run = hanging(hang);
      assertThatThrownBy(run::cancel).isInstanceOf(StoreException.class);
      assertThat(hang.interruptions()).isZero();
      tester().store().failWrites(append -> false);
      assertThat(run.cancel()).isTrue();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
    }

    @Test
    void a_run_that_cannot_be_written_keeps_its_living_attempt_from_being_repeated()
        throws Exception {
      var hang = Hang.stubborn();
      tester().store().failWrites(append -> holds(append, "run_parked"));
      var run = tester().start(tester().step("a", c -> c.attempt() == 1 ? hang.run(c) : null));
      hang.awaitEntered();
      var handle = tester().engine().executing(run.runId()).orElseThrow();
      time().advance(Duration.ofSeconds(300));
      hang.awaitInterrupted();
      time().advance(Duration.ofSeconds(10)); // it lingers, and that can't be written
      WorkflowTester.await("refused", () -> tester().store().refusals() > 0);
      tester().store().failWrites(append -> false);
      assertThatThrownBy(() -> resume(run)).isInstanceOf(RunOwnedException.class);
      assertThat(handle.isDone()).isFalse();
      hang.release();
      assertThatThrownBy(handle::await).isInstanceOf(StoreException.class);
      resume(run);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(hang.calls()).isEqualTo(1);
    }
  }

  @Nested
  @DisplayName("Rule 3: at least once, completed once")
  class Once {
    @Test
    void a_step_that_completed_is_not_run_again_after_a_crash() throws Exception {
      var counter = new AtomicInteger();
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  tester().step("count", c -> counter.incrementAndGet()),
                  tester().step("wait", hang));
      hang.awaitEntered();
      run.runUntil(stepStarted("wait")).crash().restart();
      hang.awaitEntered();
      assertThat(counter).hasValue(1);
      run.is(WorkflowStatus.RUNNING).at("wait", 2);
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void a_crash_right_after_any_commit_loses_and_repeats_no_completed_step() throws Exception {
      for (var commit = 1; commit <= 9; commit++) {
        var remaining = new AtomicInteger(commit);
        var effects = new CopyOnWriteArrayList<String>();
        tester().store().crashAfter(append -> remaining.decrementAndGet() == 0);
        var steps = new ArrayList<WorkflowStep>();
        for (var name : List.of("a", "b", "c")) {
          steps.add(
              tester()
                  .step(
                      name,
                      c -> {
                        var done = c.checkpoint("done", Boolean.class, () -> effects.add(name));
                        return done ? "ok" : false;
                      }));
        }
        var run = tester().start(WorkflowDefinition.of("kit", steps));
        WorkflowTester.await(
            "dead or done",
            () -> tester().store().isDead() || tester().engine().executing(run.runId()).isEmpty());
        var completed =
            run.state().steps().values().stream()
                .filter(s -> s.status() == StepStatus.COMPLETED)
                .map(StepState::path)
                .toList();
        tester().crash().restart();
        run.await();
        run.is(WorkflowStatus.COMPLETED);
        for (var name : completed) {
          assertThat(run.step(name).attempts()).as("%s, commit %s", name, commit).hasSize(1);
        }
        assertThat(effects).as("commit %s", commit).containsExactly("a", "b", "c");
      }
    }

    @Test
    void a_checkpoint_is_there_for_the_next_attempt_and_after_a_crash() throws Exception {
      var started = new AtomicInteger();
      var hang = Hang.willing();
      var adopted = new CopyOnWriteArrayList<String>();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "task",
                          c -> {
                            adopted.add(
                                c.checkpoint(
                                    "task",
                                    String.class,
                                    () -> "/tasks/" + started.incrementAndGet()));
                            return hang.run(c);
                          }));
      hang.awaitEntered();
      assertThat(run.step("task").checkpoints()).containsKey("task");
      run.crash().restart();
      hang.awaitEntered();
      hang.release();
      run.await();
      assertThat(adopted).containsExactly("/tasks/1", "/tasks/1");
    }

    @Test
    void a_checkpoint_is_synced_when_the_call_returns() throws Exception {
      var seen = new CopyOnWriteArrayList<Boolean>();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "task",
                          c -> {
                            c.saveCheckpoint("task", 7);
                            var journal = tester().observer().entries(c.runId(), 0);
                            seen.add(
                                RunState.of(journal)
                                    .orElseThrow()
                                    .step("task")
                                    .checkpoints()
                                    .containsKey("task"));
                            return null;
                          }));
      run.await();
      assertThat(seen).containsExactly(true);
    }

    @Test
    void a_checkpoint_made_under_other_inputs_is_handed_over_as_stale() throws Exception {
      var stale = new CopyOnWriteArrayList<Boolean>();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "task",
                          c -> {
                            var kept = c.checkpoint("task");
                            if (kept.isEmpty()) {
                              c.saveCheckpoint("task", 7);
                              throw new StepRejectedException("look at it");
                            }
                            stale.add(kept.get().stale());
                            return c.checkpoint("task", Integer.class, () -> 8);
                          }));
      run.await();
      run.is(WorkflowStatus.FAILED);
      tester()
          .store()
          .readEntriesAs(
              entry ->
                  entry.type().equals("checkpoint_saved")
                      ? new JournalEntry(
                          entry.runId(),
                          entry.seq(),
                          entry.epoch(),
                          entry.type(),
                          entry.schemaVersion(),
                          entry.at(),
                          entry.actor(),
                          entry.payload().with("inputs_hash", "of other inputs"))
                      : entry);
      var resumed = resume(run);
      resumed.await();
      resumed.is(WorkflowStatus.FAILED);
      assertThat(stale).containsExactly(true);
      assertThat(resumed.step("task").error().orElseThrow())
          .contains("'task' was started with other inputs");
      tester().store().readEntriesAs(entry -> entry);
    }

    @Test
    void the_idempotency_key_is_the_same_for_every_attempt_crash_and_resumption() throws Exception {
      var keys = new CopyOnWriteArrayList<String>();
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          b -> b.attempts(1),
                          c -> {
                            keys.add(c.idempotencyKey());
                            hang.run(c);
                            if (keys.size() < 3) {
                              throw new IllegalStateException("not yet");
                            }
                            return null;
                          }));
      hang.awaitEntered();
      run.crash().restart();
      hang.awaitEntered();
      hang.release();
      run.await();
      run.is(WorkflowStatus.FAILED);
      var resumed = resume(run);
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
      assertThat(keys).hasSize(3).containsOnly(run.runId() + "/a");
    }

    @Test
    void resuming_a_held_run_copies_what_completed_and_its_values() throws Exception {
      var counter = new AtomicInteger();
      var fails = new boolean[] {true};
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            c.put("address", "10.1.0.4");
                            return counter.incrementAndGet();
                          }),
                  tester()
                      .step(
                          "b",
                          c -> {
                            if (fails[0]) {
                              throw new StepRejectedException("not today");
                            }
                            return c.values().text("address").orElseThrow();
                          }));
      run.await();
      run.is(WorkflowStatus.FAILED);
      fails[0] = false;
      var resumed = resume(run);
      resumed.runUntil(stepCompleted("b"));
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
      assertThat(counter).hasValue(1);
      assertThat(resumed.state().resumedFrom()).contains(run.runId());
      assertThat(resumed.state().rootRunId()).isEqualTo(run.runId());
      assertThat(resumed.step("b").result()).isEqualTo(new Value.Text("10.1.0.4"));
    }
  }

  @Nested
  @DisplayName("Fixed from the first migration")
  class Fixed {
    @Test
    void the_row_of_history_is_written_at_the_start_and_at_the_end_and_at_no_step()
        throws Exception {
      var atStart = new AtomicInteger();
      var later = new CopyOnWriteArrayList<Boolean>();
      tester().store().beforeCreate(run -> atStart.addAndGet(run.history().isPresent() ? 1 : 0));
      tester()
          .store()
          .failWrites(
              append -> {
                later.add(append.history().isPresent());
                return false;
              });
      tester()
          .start(
              tester().step("a", c -> null),
              tester().step("b", c -> null),
              tester().step("c", c -> null))
          .await();
      assertThat(atStart).hasValue(1);
      assertThat(later).containsExactly(false, false, false, true);
    }

    @Test
    void what_a_run_is_about_stands_in_its_row_all_its_life() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  "prov-001",
                  tester().sequence(tester().step("a", hang)),
                  WorkflowContext.builder()
                      .server("server-1")
                      .deviceType("a1.c5.large")
                      .site("fra1")
                      .batch("batch-1")
                      .parent("parent-1")
                      .startedBy("cli:alice")
                      .build());
      hang.awaitEntered();
      var identity = run.record().identity();
      assertThat(identity.serverId()).contains("server-1");
      assertThat(identity.site()).isEqualTo("fra1");
      assertThat(identity.batchId()).contains("batch-1");
      assertThat(identity.parentRunId()).contains("parent-1");
      assertThat(identity.rootRunId()).isEqualTo(run.runId());
      assertThat(identity.startedBy()).isEqualTo("cli:alice");
      run.crash().restart();
      hang.awaitEntered();
      hang.release();
      run.await();
      assertThat(run.record().identity()).isEqualTo(identity);
    }
  }
}
