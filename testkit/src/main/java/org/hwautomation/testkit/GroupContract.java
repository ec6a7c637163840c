package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hwautomation.testkit.FaultyStore.holds;
import static org.hwautomation.testkit.TestRun.cancelRequested;
import static org.hwautomation.testkit.TestRun.over;
import static org.hwautomation.testkit.TestRun.parked;
import static org.hwautomation.testkit.TestRun.stepCompleted;
import static org.hwautomation.testkit.TestRun.stepStarted;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunParkedException;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.SkipCause;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Of rules 2, 4, 5, 6, 7, 12 and 17: parallel groups. */
abstract class GroupContract extends Contract {
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static ParallelGroup group(Node... branches) {
    return ParallelGroup.of("", branches);
  }

  private static WorkflowDefinition steps(Node... nodes) {
    return WorkflowDefinition.of("kit", List.of(nodes));
  }

  private WorkflowStep step(String name, StepFunction function) {
    return tester().step(name, function);
  }

  private WorkflowStep counting(String name, AtomicInteger calls) {
    return step(name, c -> calls.incrementAndGet());
  }

  private static void assertSiblingCutOff(TestRun run, String path, String failed) {
    assertThat(run.step(path).status()).isEqualTo(StepStatus.SKIPPED);
    assertThat(run.step(path).skipped()).contains(SkipCause.SIBLING_FAILED);
    assertThat(run.step(path).error().orElseThrow()).contains(failed);
  }

  @Nested
  @DisplayName("Rule 12: side by side")
  class SideBySide {
    @Test
    void branches_run_at_once() throws Exception {
      var together = new CyclicBarrier(3);
      StepFunction meets =
          c -> {
            together.await(30, TimeUnit.SECONDS);
            return c.stepPath();
          };
      var run =
          tester()
              .start(
                  steps(
                      ParallelGroup.of(
                          "checks",
                          step("a", meets),
                          Sequence.of("b", step("inner", meets)),
                          ParallelGroup.of("c", step("d", meets)))));
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.step("checks/a").result()).isEqualTo(new Value.Text("checks/a"));
      assertThat(run.step("checks/b/inner").result()).isEqualTo(new Value.Text("checks/b/inner"));
      assertThat(run.step("checks/c/d").result()).isEqualTo(new Value.Text("checks/c/d"));
      assertThat(run.state().stepsCompleted()).isEqualTo(3);
    }

    @Test
    void a_group_without_a_name_has_no_part_in_its_paths() throws Exception {
      var run = tester().start(steps(group(step("a", c -> 1), step("b", c -> 2))));
      run.await();
      assertThat(run.state().steps()).containsOnlyKeys("a", "b");
    }

    @Test
    void sequences_in_groups_and_groups_in_them_keep_their_order() throws Exception {
      var order = new CopyOnWriteArrayList<String>();
      StepFunction notes = c -> order.add(c.stepPath());
      var run =
          tester()
              .start(
                  steps(
                      step("first", notes),
                      group(
                          Sequence.of(
                              "left",
                              step("a", notes),
                              ParallelGroup.of("both", step("x", notes), step("y", notes)),
                              step("b", notes)),
                          Sequence.of("right", step("c", notes), step("d", notes))),
                      step("last", notes)));
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(order).hasSize(8).startsWith("first").endsWith("last");
      assertThat(order).containsSubsequence("left/a", "left/both/x", "left/b");
      assertThat(order).containsSubsequence("left/a", "left/both/y", "left/b");
      assertThat(order).containsSubsequence("right/c", "right/d");
    }

    @Test
    void what_every_branch_left_is_there_for_the_next_step() throws Exception {
      var run =
          tester()
              .start(
                  steps(
                      group(
                          step(
                              "a",
                              c -> {
                                c.put("from_a", 1);
                                return null;
                              }),
                          step(
                              "b",
                              c -> {
                                c.put("from_b", 2);
                                return null;
                              })),
                      step(
                          "next",
                          c ->
                              c.values().text("from_a").orElseThrow()
                                  + c.values().text("from_b").orElseThrow())));
      run.await();
      assertThat(run.step("next").result()).isEqualTo(new Value.Text("12"));
    }

    @Test
    void rule_2_what_came_before_is_synced_before_any_branch_begins_and_theirs_before_the_next()
        throws Exception {
      StepFunction sees =
          c ->
              tester().events(c.runId()).stream()
                  .filter(Event.StepCompleted.class::isInstance)
                  .map(e -> ((Event.StepCompleted) e).step())
                  .sorted()
                  .toList();
      var run =
          tester()
              .start(
                  steps(
                      step("first", c -> null),
                      group(step("a", sees), Sequence.of("s", step("b", sees), step("c", sees))),
                      step("next", sees)));
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      for (var path : List.of("a", "s/b")) {
        assertThat(run.step(path).result().toString()).as(path).contains("first");
      }
      assertThat(run.step("s/c").result().toString()).contains("first", "s/b");
      assertThat(run.step("next").result().toString()).contains("first", "a", "s/b", "s/c");
      // each start is in a commit of its own kind: at the latest with its own, never after
      var begun = new CopyOnWriteArrayList<String>();
      for (var commit : tester().store().commits()) {
        for (var event : commit) {
          if (event instanceof Event.AttemptStarted started) {
            begun.add(started.step());
          } else if (event instanceof Event.StepCompleted completed) {
            assertThat(begun).contains(completed.step());
          }
        }
      }
    }

    @Test
    void a_branch_that_tries_again_disturbs_no_other() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  steps(
                      group(
                          step("a", c -> c.attempt() < 3 ? Integer.parseInt("x") : null),
                          step("b", hang))));
      hang.awaitEntered();
      passBackoff(1);
      passBackoff(2);
      run.runUntil(stepCompleted("a"));
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.step("a").attempts()).hasSize(3);
      assertThat(hang.interruptions()).isZero();
      assertThat(run.step("b").attempts()).hasSize(1);
    }
  }

  @Nested
  @DisplayName("Rule 12: the first failure ends the group")
  class Failing {
    @Test
    void siblings_are_cancelled_and_say_why_and_nothing_behind_is_run() throws Exception {
      var hang = Hang.willing();
      var late = new AtomicInteger();
      var run =
          tester()
              .start(
                  steps(
                      group(
                          step(
                              "a",
                              c -> {
                                hang.awaitEntered();
                                throw new StepRejectedException("the fan is broken");
                              }),
                          Sequence.of("s", step("b", hang), counting("behind", late))),
                      counting("next", late)));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().failedStep()).contains("a");
      assertThat(run.state().error()).contains("the fan is broken");
      assertThat(run.state().held()).isTrue();
      assertSiblingCutOff(run, "s/b", "a");
      assertThat(run.step("s/b").attempts())
          .extracting(StepState.Attempt::outcome)
          .containsExactly(StepState.Outcome.CANCELLED);
      assertThat(hang.interruptions()).isEqualTo(1);
      assertThat(late).hasValue(0);
      assertThat(run.step("s/behind").status()).isEqualTo(StepStatus.PENDING);
    }

    @Test
    void the_failure_of_an_inner_group_reaches_the_outer_one() throws Exception {
      var hangs = List.of(Hang.willing(), Hang.willing());
      var run =
          tester()
              .start(
                  steps(
                      group(
                          Sequence.of("s", ParallelGroup.of("in", step("x", hangs.get(0)))),
                          ParallelGroup.of(
                              "g",
                              step("y", hangs.get(1)),
                              step(
                                  "z",
                                  c -> {
                                    for (var hang : hangs) {
                                      hang.awaitEntered();
                                    }
                                    return false;
                                  })))));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().failedStep()).contains("g/z");
      assertSiblingCutOff(run, "g/y", "g/z");
      assertSiblingCutOff(run, "s/in/x", "g/z");
    }

    @Test
    void rule_7_a_point_of_no_return_is_awaited_first() throws Exception {
      var flash = Hang.willing();
      var behind = new AtomicInteger();
      var run =
          tester()
              .start(
                  steps(
                      group(
                          Sequence.of(
                              "s", step("flash", inside("flashing", flash)), counting("b", behind)),
                          step(
                              "a",
                              c -> {
                                flash.awaitEntered();
                                return false;
                              }))));
      run.runUntil(
          new TestRun.Condition("a failed", s -> s.step("a").status() == StepStatus.FAILED));
      time().advance(Duration.ofHours(1));
      run.is(WorkflowStatus.RUNNING);
      assertThat(flash.interruptions()).isZero();
      flash.release();
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.step("s/flash").status()).isEqualTo(StepStatus.COMPLETED);
      assertThat(behind).hasValue(0);
      assertThat(run.state().failedStep()).contains("a");
    }

    @Test
    void a_sibling_that_was_cut_off_is_run_again_by_the_run_that_resumes() throws Exception {
      var broken = new boolean[] {true};
      var done = new AtomicInteger();
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  steps(
                      group(
                          step(
                              "a",
                              c -> {
                                hang.awaitEntered();
                                return broken[0] ? false : null;
                              }),
                          Sequence.of("s", counting("b", done), step("c", hang)))));
      run.await();
      assertSiblingCutOff(run, "s/c", "a");
      broken[0] = false;
      var resumed = resume(run);
      hang.release();
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
      assertThat(done).hasValue(1);
      assertThat(hang.calls()).isEqualTo(2);
      assertThat(resumed.step("s/c").skipped()).isEmpty();
    }

    @Test
    void rule_5_the_timeout_of_one_branch_ends_the_others() throws Exception {
      var slow = Hang.willing();
      var other = Hang.willing();
      var run =
          tester()
              .start(
                  steps(
                      group(
                          tester()
                              .step(
                                  "slow", b -> b.attempts(1).timeout(Duration.ofSeconds(60)), slow),
                          step("other", other))));
      slow.awaitEntered();
      other.awaitEntered();
      time().advance(Duration.ofSeconds(60));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().error().orElseThrow()).contains("the timeout of step slow");
      assertSiblingCutOff(run, "other", "slow");
    }

    @Test
    void a_deadline_ends_every_branch() throws Exception {
      var hangs = List.of(Hang.willing(), Hang.willing());
      var run =
          tester()
              .start(
                  steps(group(step("a", hangs.get(0)), step("b", hangs.get(1))))
                      .withDeadline(Duration.ofMinutes(2)));
      for (var hang : hangs) {
        hang.awaitEntered();
      }
      time().advance(Duration.ofMinutes(2));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().error().orElseThrow()).contains("the run's deadline");
      assertThat(hangs).allMatch(hang -> hang.interruptions() == 1);
    }

    @Test
    void an_attempt_that_lives_on_keeps_the_group_and_the_locks_until_it_ends() throws Exception {
      var stubborn = Hang.stubborn();
      var run =
          tester()
              .start(
                  "wf",
                  steps(
                      group(
                          step("b", stubborn),
                          step(
                              "a",
                              c -> {
                                stubborn.awaitEntered();
                                return false;
                              }))),
                  WorkflowContext.builder().lock("server/1").build());
      stubborn.awaitInterrupted();
      time().advance(GRACE);
      run.runUntil(parked(ParkReason.ATTEMPT_LINGERS));
      run.is(WorkflowStatus.RUNNING);
      assertThat(tester().observer().locks()).hasSize(1);
      stubborn.release();
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertSiblingCutOff(run, "b", "a");
      assertThat(run.state().parked()).isEmpty();
    }

    @Test
    void an_attempt_that_lives_on_in_one_branch_leaves_the_others_alone() throws Exception {
      var stubborn = Hang.stubborn();
      var other = Hang.willing();
      var run =
          tester()
              .start(
                  steps(
                      group(
                          tester().step("b", b -> b.timeout(Duration.ofSeconds(60)), stubborn),
                          Sequence.of("s", step("a", other), step("c", c -> null)))));
      stubborn.awaitEntered();
      other.awaitEntered();
      time().advance(Duration.ofSeconds(60));
      stubborn.awaitInterrupted();
      time().advance(GRACE);
      run.runUntil(parked(ParkReason.ATTEMPT_LINGERS));
      other.release();
      run.runUntil(stepCompleted("s/a"));
      stubborn.release();
      passBackoff(1);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.step("b").attempts()).hasSize(2);
      assertThat(other.interruptions()).isZero();
    }

    @Test
    void of_two_attempts_that_live_on_both_are_awaited() throws Exception {
      var hangs = List.of(Hang.stubborn(), Hang.stubborn());
      var run =
          tester()
              .start(
                  steps(
                      group(
                          tester().step("a", b -> b.timeout(Duration.ofSeconds(60)), hangs.get(0)),
                          tester()
                              .step("b", b -> b.timeout(Duration.ofSeconds(60)), hangs.get(1)))));
      for (var hang : hangs) {
        hang.awaitEntered();
      }
      time().advance(Duration.ofSeconds(60));
      for (var hang : hangs) {
        hang.awaitInterrupted();
      }
      time().advance(GRACE);
      WorkflowTester.await("both live on", () -> run.events(Event.RunParked.class).size() == 2);
      hangs.getFirst().release();
      passBackoff(1);
      run.runUntil(stepCompleted("a"));
      assertThat(run.state().phase()).isEqualTo(Phase.PARKED);
      hangs.getLast().release();
      passBackoff(1);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.state().parked()).isEmpty();
    }
  }

  @Nested
  @DisplayName("Rule 6: a cancel")
  class Cancelling {
    @Test
    void ends_every_branch_at_once() throws Exception {
      var hangs = List.of(Hang.willing(), Hang.willing(), Hang.willing());
      var run =
          tester()
              .start(
                  steps(
                      group(
                          step("a", hangs.get(0)),
                          Sequence.of("s", step("b", hangs.get(1)), step("d", c -> null)),
                          ParallelGroup.of("g", step("c", hangs.get(2))))));
      for (var hang : hangs) {
        hang.awaitEntered();
      }
      assertThat(run.cancel()).isTrue();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
      assertThat(hangs).allMatch(hang -> hang.interruptions() == 1);
      for (var path : List.of("a", "s/b", "g/c")) {
        assertThat(run.step(path).skipped()).contains(SkipCause.CANCELLED);
      }
      assertThat(run.step("s/d").status()).isEqualTo(StepStatus.PENDING);
    }

    @Test
    void waits_for_the_point_of_no_return_in_one_branch() throws Exception {
      var flash = Hang.willing();
      var hang = Hang.willing();
      var run =
          tester().start(steps(group(step("flash", inside("flashing", flash)), step("b", hang))));
      flash.awaitEntered();
      hang.awaitEntered();
      run.cancel();
      hang.awaitInterrupted();
      run.runUntil(cancelRequested()).is(WorkflowStatus.RUNNING);
      assertThat(run.state().phase()).isEqualTo(Phase.CANCELLING);
      flash.release();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
      assertThat(run.step("flash").status()).isEqualTo(StepStatus.COMPLETED);
      assertThat(run.step("b").status()).isEqualTo(StepStatus.SKIPPED);
    }

    @Test
    void that_comes_while_one_branch_stops_for_a_person_goes_first() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  steps(
                      group(
                          step("b", hang),
                          step(
                              "a",
                              c -> {
                                hang.awaitEntered();
                                throw new RunParkedException("look at me");
                              }))));
      time().awaitTimerIn(DRAIN);
      run.cancel();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
      assertThat(hang.calls()).isEqualTo(1);
    }
  }

  @Nested
  @DisplayName("Rules 4 and 17: stops and crashes")
  class Stopping {
    @Test
    void a_branch_that_asks_for_a_person_stops_the_others_gently() throws Exception {
      var hang = Hang.willing();
      var asked = new AtomicInteger();
      var run =
          tester()
              .start(
                  steps(
                      group(
                          Sequence.of("s", step("b", hang), step("c", c -> null)),
                          step(
                              "a",
                              c -> {
                                if (asked.getAndIncrement() == 0) {
                                  hang.awaitEntered();
                                  throw new RunParkedException("push the button");
                                }
                                return null;
                              }))));
      time().awaitTimerIn(DRAIN);
      time().advance(DRAIN.minusSeconds(1));
      assertThat(hang.interruptions()).isZero();
      time().advance(Duration.ofSeconds(1));
      run.await();
      assertThat(run.state().parked().orElseThrow().message()).contains("push the button");
      assertThat(run.step("s/b").attempts().getFirst().outcome())
          .isEqualTo(StepState.Outcome.STOPPED);
      hang.release();
      resume(run).await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(asked).hasValue(2);
    }

    @Test
    void what_ends_in_its_time_stays_completed_and_nothing_new_begins() throws Exception {
      var hang = Hang.willing();
      var behind = new AtomicInteger();
      var asked = new AtomicInteger();
      var run =
          tester()
              .start(
                  steps(
                      group(
                          Sequence.of(
                              "s",
                              step("b", hang),
                              ParallelGroup.of("g", counting("x", behind), counting("y", behind))),
                          step(
                              "a",
                              c -> {
                                if (asked.getAndIncrement() == 0) {
                                  hang.awaitEntered();
                                  throw new RunParkedException("push the button");
                                }
                                return null;
                              }))));
      time().awaitTimerIn(DRAIN);
      hang.release();
      run.await();
      assertThat(run.state().parked()).isPresent();
      assertThat(run.step("s/b").status()).isEqualTo(StepStatus.COMPLETED);
      assertThat(behind).hasValue(0);
      resume(run).await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(hang.calls()).isEqualTo(1);
      assertThat(behind).hasValue(2);
    }

    @Test
    void a_close_stops_every_branch_and_another_process_goes_on() throws Exception {
      var hangs = List.of(Hang.willing(), Hang.willing());
      var done = new AtomicInteger();
      var run =
          tester()
              .start(
                  steps(
                      group(
                          Sequence.of("s", counting("a", done), step("b", hangs.get(0))),
                          step("c", hangs.get(1)))));
      for (var hang : hangs) {
        hang.awaitEntered();
      }
      tester().engine().close(Duration.ZERO);
      assertThat(hangs).allMatch(hang -> hang.interruptions() == 1);
      run.is(WorkflowStatus.RUNNING);
      hangs.forEach(Hang::release);
      run.restart().await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(done).hasValue(1);
    }

    @Test
    void after_a_crash_at_any_write_only_what_had_not_completed_is_run_again() throws Exception {
      var writes = 16;
      for (var crashAt : IntStream.rangeClosed(1, writes).toArray()) {
        var left = new AtomicInteger(crashAt);
        tester().store().crashAfter(append -> left.decrementAndGet() == 0);
        var run =
            tester()
                .start(
                    steps(
                        step("first", c -> null),
                        group(
                            Sequence.of("s", step("a", c -> null), step("b", c -> null)),
                            ParallelGroup.of("g", step("c", c -> null), step("d", c -> null))),
                        step("last", c -> null)));
        run.await();
        if (run.state().status().isTerminal()) {
          run.is(WorkflowStatus.COMPLETED);
          assertThat(crashAt).isGreaterThan(6);
          run.crash().restart();
          continue;
        }
        var completed =
            run.state().steps().values().stream()
                .filter(step -> step.status() == StepStatus.COMPLETED)
                .map(StepState::path)
                .toList();
        run.crash().restart().await();
        run.is(WorkflowStatus.COMPLETED);
        var starts =
            run.events(Event.AttemptStarted.class).stream()
                .map(Event.AttemptStarted::step)
                .toList();
        assertThat(starts).as("crash at write %d", crashAt).contains("s/b", "g/d", "last");
        for (var path : completed) {
          assertThat(starts).as("crash at write %d", crashAt).containsOnlyOnce(path);
        }
      }
    }

    @Test
    void after_a_crash_behind_the_first_failure_no_sibling_begins_again() throws Exception {
      var hang = Hang.willing();
      tester().store().crashAfter(append -> holds(append, "attempt_failed"));
      var run =
          tester()
              .start(
                  steps(
                      group(
                          Sequence.of("s", step("b", hang), step("c", c -> null)),
                          step(
                              "a",
                              c -> {
                                hang.awaitEntered();
                                return false;
                              }))));
      run.runUntil(
          new TestRun.Condition("a failed", s -> s.step("a").status() == StepStatus.FAILED));
      run.crash().restart().await();
      run.is(WorkflowStatus.FAILED);
      assertThat(hang.calls()).isEqualTo(1);
      assertSiblingCutOff(run, "s/b", "a");
    }

    @Test
    void a_store_that_fails_one_branch_stops_the_run_which_goes_on_when_it_works_again()
        throws Exception {
      var hang = Hang.willing();
      var calls = new AtomicInteger();
      var entered = new boolean[1];
      tester()
          .store()
          .failWrites(append -> entered[0] && append.entries().stream().anyMatch(this::isOfA));
      var run =
          tester()
              .start(
                  steps(
                      group(
                          step("b", hang),
                          step(
                              "a",
                              c -> {
                                calls.incrementAndGet();
                                hang.awaitEntered();
                                entered[0] = true;
                                return null;
                              }))));
      time().awaitTimerIn(DRAIN);
      time().advance(DRAIN);
      hang.awaitInterrupted();
      tester().store().failWrites(append -> false);
      hang.release();
      WorkflowTester.await("run left", () -> tester().engine().executing(run.runId()).isEmpty());
      look();
      run.runUntil(over()).is(WorkflowStatus.COMPLETED);
      assertThat(run.events(Event.RunParked.class)).isEmpty();
      assertThat(run.step("b").attempts()).hasSize(2);
    }

    private boolean isOfA(JournalEntry entry) {
      return entry.payload().text("step").equals(Optional.of("a"));
    }

    @Test
    void a_missing_action_in_one_branch_parks_the_run_and_the_other_is_not_repeated()
        throws Exception {
      var hang = Hang.willing();
      var done = new AtomicInteger();
      var known = Action.of("kit.extra@1", "of this process", Action.Effects.NONE, hang);
      tester().crash().replaceProcess(b -> b.action(known));
      var run =
          tester()
              .start(
                  steps(
                      group(
                          counting("a", done),
                          WorkflowStep.named("b").uses("kit.extra@1").build())));
      hang.awaitEntered();
      run.runUntil(stepCompleted("a"));
      run.crash().restart();
      run.runUntil(parked(ParkReason.ACTION_MISSING));
      hang.release();
      tester().crash().replaceProcess(b -> b.action(known));
      resume(run).await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(done).hasValue(1);
    }

    @Test
    void rule_7_a_point_that_was_cut_off_in_one_branch_is_for_a_person_and_holds_the_run()
        throws Exception {
      var flash = Hang.willing();
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  "wf",
                  steps(group(step("flash", inside("flashing", flash)), step("b", hang))),
                  WorkflowContext.builder().lock("server/1").build());
      flash.awaitEntered();
      hang.awaitEntered();
      run.crash().restart();
      run.runUntil(parked(ParkReason.POINT_NOT_ADOPTED));
      run.cancel();
      run.runUntil(over()).is(WorkflowStatus.CANCELLED);
      assertThat(run.state().held()).isTrue();
      assertThat(run.state().error().orElseThrow()).contains("flash", "look at the server");
      assertThat(tester().observer().locks()).hasSize(1);
    }

    @Test
    void rule_7_one_that_adopts_is_awaited_although_its_sibling_failed() throws Exception {
      var flash = Hang.willing();
      var failing = Hang.willing();
      var run =
          tester()
              .start(
                  steps(
                      group(
                          tester()
                              .step(
                                  "flash",
                                  WorkflowTester.Kind.ADOPTING,
                                  b -> b,
                                  c ->
                                      c.interruptedPoint().isPresent()
                                          ? inside("verifying", x -> "verified").run(c)
                                          : inside("flashing", flash).run(c)),
                          step(
                              "a",
                              c -> {
                                failing.run(c);
                                return false;
                              }))));
      flash.awaitEntered();
      failing.awaitEntered();
      tester().store().die();
      failing.release();
      run.crash().restart().await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().failedStep()).contains("a");
      assertThat(run.step("flash").unsettledPoint()).isEmpty();
      assertThat(run.step("flash").attempts()).hasSize(2);
    }
  }

  @Nested
  @DisplayName("Rule 12: groups that run on every ending")
  class Always {
    @Test
    void clean_up_side_by_side_says_what_was_not_cleaned() throws Exception {
      var order = new CopyOnWriteArrayList<String>();
      var run =
          tester()
              .start(
                  steps(step("a", refused("no")))
                      .withAlways(
                          Arrays.asList(
                              ParallelGroup.of(
                                  "clean",
                                  step("x", refused("stuck")),
                                  step("y", c -> order.add("y"))),
                              step("z", c -> order.add("z")))));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(order).endsWith("z");
      assertThat(run.state().notCleaned().orElseThrow()).contains("clean/x", "stuck");
      run.runUntil(over());
      assertThat(stepStarted("z").holds().test(run.state())).isFalse();
    }
  }
}
