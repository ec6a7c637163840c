package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hwautomation.testkit.TestRun.over;
import static org.hwautomation.testkit.TestRun.parked;
import static org.hwautomation.testkit.TestRun.stepStarted;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.FailurePolicy;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.ResumeChanges;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Of rules 7 and 12: what a failed run did is undone. */
abstract class RollbackContract extends Contract {
  private final List<String> order = new CopyOnWriteArrayList<>();

  private StepFunction notes(String what) {
    return c -> order.add(what);
  }

  /** A step with an undo; both note that they ran. */
  private WorkflowStep undoable(String name, StepFunction does) {
    return undoable(name, does, c -> null);
  }

  private WorkflowStep undoable(String name, StepFunction does, StepFunction undoes) {
    var undo =
        tester()
            .step(
                "undo",
                b -> b.attempts(1),
                c -> {
                  order.add("undo " + name);
                  return undoes.run(c);
                });
    return tester()
        .step(
            name,
            b -> b.undo(undo),
            c -> {
              order.add(name);
              return does.run(c);
            });
  }

  private WorkflowStep failing() {
    return tester().step("fails", refused("no"));
  }

  private TestRun start(WorkflowDefinition.Builder builder) {
    return tester()
        .start("wf", builder.build(), WorkflowContext.builder().lock("server/1").build());
  }

  private static WorkflowDefinition.Builder named(Node... nodes) {
    var builder = WorkflowDefinition.named("kit");
    for (var node : nodes) {
      builder.step(node);
    }
    return builder;
  }

  @Nested
  @DisplayName("Rule 12: undos in reverse, then steps for failure, then those for every ending")
  class InReverse {
    @Test
    void of_a_run_whose_definition_asks_for_it() throws Exception {
      var run =
          start(
              named(undoable("a", c -> 1), undoable("b", c -> 2), failing(), undoable("c", c -> 3))
                  .rollback(
                      tester().step("mark", notes("mark")), tester().step("tell", notes("tell")))
                  .always(tester().step("clean", notes("clean"))));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(order).containsExactly("a", "b", "undo b", "undo a", "mark", "tell", "clean");
      assertThat(run.state().error()).contains("no");
      assertThat(run.state().failedStep()).contains("fails");
      assertThat(run.state().held()).isFalse();
      assertThat(run.state().notCleaned()).isEmpty();
      assertThat(tester().observer().locks()).isEmpty();
      assertThat(run.step("a").status()).isEqualTo(StepStatus.COMPLETED);
    }

    @Test
    void of_completion_also_where_steps_ran_side_by_side() throws Exception {
      var hang = Hang.willing();
      var run =
          start(
              named(
                      ParallelGroup.of(
                          "g",
                          undoable("slow", hang),
                          Sequence.of(
                              "s",
                              undoable("quick", c -> 1),
                              tester()
                                  .step(
                                      "frees",
                                      c -> {
                                        hang.release();
                                        return null;
                                      }))),
                      failing())
                  .rollback());
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(order.subList(order.size() - 2, order.size()))
          .containsExactly("undo slow", "undo quick");
    }

    @Test
    void steps_that_did_not_complete_are_not_undone() throws Exception {
      var hang = Hang.willing();
      var run =
          start(
              named(
                      tester()
                          .step(
                              "x",
                              b -> b.when("false").undo(tester().step("u", notes("undo x"))),
                              c -> 1),
                      undoable("a", c -> 1),
                      ParallelGroup.of(
                          "g",
                          undoable("cut", hang),
                          undoable(
                              "fails",
                              c -> {
                                hang.awaitEntered();
                                return false;
                              })))
                  .rollback());
      run.await();
      assertThat(order).endsWith("undo a").doesNotContain("undo x", "undo cut", "undo fails");
      assertThat(run.state().held()).isFalse();
    }

    @Test
    void a_run_that_was_rolled_back_is_not_resumed() throws Exception {
      var run = start(named(undoable("a", c -> 1), failing()).rollback());
      run.await();
      assertThat(run.events(Event.RollbackStarted.class)).hasSize(1);
      assertThatThrownBy(() -> resume(run)).isInstanceOf(WorkflowException.class);
      assertThatThrownBy(() -> tester().engine().rollback(run.runId(), "test:bob"))
          .isInstanceOf(WorkflowException.class);
    }

    @Test
    void a_run_that_completes_or_is_cancelled_undoes_nothing() throws Exception {
      start(named(undoable("a", c -> 1)).rollback(tester().step("mark", notes("mark")))).await();
      var hang = Hang.willing();
      var run =
          start(
              named(undoable("a", c -> 1), tester().step("b", hang))
                  .rollback(tester().step("mark", notes("mark"))));
      hang.awaitEntered();
      run.cancel();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
      assertThat(order).containsExactly("a", "a");
    }

    @Test
    void steps_for_failure_of_a_definition_that_holds_are_refused() {
      assertThatThrownBy(
              () ->
                  new WorkflowDefinition(
                      "kit",
                      "",
                      List.of(),
                      List.of(failing()),
                      List.of(),
                      FailurePolicy.HOLD,
                      List.of(tester().step("mark", c -> 1)),
                      List.of(),
                      java.util.Optional.empty(),
                      Duration.ofHours(4),
                      java.util.Optional.empty()))
          .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void while_it_is_undone_the_phase_says_so_and_it_is_not_paused() throws Exception {
      var hang = Hang.willing();
      var run = start(named(undoable("a", c -> 1, hang), failing()).rollback());
      hang.awaitEntered();
      assertThat(run.record().phase()).isEqualTo(Phase.ROLLING_BACK);
      assertThat(tester().observer().locks()).hasSize(1);
      assertThatThrownBy(() -> tester().engine().pause(run.runId(), "test:bob", ""))
          .hasMessageContaining("rolled back");
      hang.release();
      run.await();
    }
  }

  @Nested
  @DisplayName("Rule 7: never behind a point of no return")
  class Points {
    private WorkflowStep flashing(String name) {
      return undoable(name, inside("flashing", c -> null));
    }

    @Test
    void only_what_completed_after_the_last_point_is_undone() throws Exception {
      var run =
          start(
              named(undoable("a", c -> 1), flashing("flash"), undoable("b", c -> 1), failing())
                  .rollback(tester().step("mark", notes("mark"))));
      run.await();
      assertThat(order).containsExactly("a", "flash", "b", "undo b", "mark");
      assertThat(run.state().held()).isFalse();
    }

    @Test
    void nothing_is_if_the_failed_step_passed_one() throws Exception {
      var run =
          start(
              named(
                      undoable("a", c -> 1),
                      tester()
                          .step(
                              "fails",
                              c -> {
                                inside("flashing", x -> null).run(c);
                                return false;
                              }))
                  .rollback(tester().step("mark", notes("mark"))));
      run.await();
      assertThat(order).containsExactly("a", "mark");
    }

    @Test
    void nothing_is_if_nobody_knows_how_one_went_and_the_run_is_held() throws Exception {
      var flash = Hang.willing();
      var witness = Hang.willing();
      var run =
          start(
              named(
                      undoable("a", c -> 1),
                      ParallelGroup.of(
                          "g",
                          tester()
                              .step(
                                  "flash",
                                  b -> b.attempts(1),
                                  inside(
                                      "flashing",
                                      c -> {
                                        flash.run(c);
                                        throw new StepRejectedException("lost it");
                                      })),
                          tester()
                              .step(
                                  "fails",
                                  c -> {
                                    flash.awaitEntered();
                                    witness.awaitEntered();
                                    return false;
                                  }),
                          tester().step("witness", witness)))
                  .rollback(tester().step("mark", notes("mark"))));
      witness.awaitInterrupted(); // those before it were told of the failure by then
      flash.release();
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(order).doesNotContain("undo a");
      assertThat(run.state().held()).isTrue();
      assertThat(tester().observer().locks()).hasSize(1);
    }

    @Test
    void on_request_neither_if_the_failed_step_passed_one() throws Exception {
      var run =
          start(
              named(
                  undoable("a", c -> 1),
                  tester()
                      .step(
                          "fails",
                          c -> {
                            inside("flashing", x -> null).run(c);
                            return false;
                          })));
      run.await();
      var back = new TestRun(tester(), tester().engine().rollback(run.runId(), "test:bob").runId());
      back.await();
      assertThat(order).containsExactly("a");
    }

    @Test
    void nor_if_that_step_was_skipped_since() throws Exception {
      var run =
          start(
              named(
                  undoable("a", c -> 1),
                  tester()
                      .step(
                          "flash",
                          c -> {
                            inside("flashing", x -> null).run(c);
                            return false;
                          }),
                  tester().step("later", refused("no"))));
      run.await();
      for (var i = 0; i < 2; i++) {
        var changes = new ResumeChanges(Value.Fields.EMPTY, java.util.Set.of("flash"), "");
        run =
            new TestRun(
                tester(),
                tester()
                    .engine()
                    .resume(run.runId(), "test:bob", i == 0 ? changes : ResumeChanges.NONE)
                    .runId());
        run.await();
        run.is(WorkflowStatus.FAILED);
      }
      new TestRun(tester(), tester().engine().rollback(run.runId(), "test:bob").runId()).await();
      assertThat(order).containsExactly("a");
    }

    @Test
    void resumed_runs_keep_the_order_of_undos_and_the_points() throws Exception {
      var broken = new boolean[] {true};
      var run =
          start(
              named(
                  undoable("a", c -> 1),
                  flashing("flash"),
                  undoable("b", c -> 1),
                  undoable("c", c -> 1),
                  tester().step("d", c -> broken[0] ? false : null),
                  undoable("e", c -> 1),
                  failing()));
      run.await();
      broken[0] = false;
      var resumed = resume(run);
      resumed.await();
      resumed.is(WorkflowStatus.FAILED);
      var back =
          new TestRun(tester(), tester().engine().rollback(resumed.runId(), "test:bob").runId());
      back.await();
      assertThat(order).containsExactly("a", "flash", "b", "c", "e", "undo e", "undo c", "undo b");
    }
  }

  @Nested
  @DisplayName("Rule 12: a held run is rolled back on request")
  class OnRequest {
    @Test
    void as_a_new_run_that_undoes_and_gives_the_locks_back() throws Exception {
      var run =
          start(
              named(undoable("a", c -> 1), undoable("b", c -> 1), failing())
                  .always(tester().step("clean", notes("clean"))));
      run.await();
      assertThat(run.state().held()).isTrue();
      order.clear();
      var back = new TestRun(tester(), tester().engine().rollback(run.runId(), "test:bob").runId());
      back.await();
      assertThat(back.runId()).isNotEqualTo(run.runId());
      assertThat(back.state().resumedFrom()).contains(run.runId());
      assertThat(order).containsExactly("undo b", "undo a", "clean");
      back.is(WorkflowStatus.CANCELLED);
      assertThat(back.state().held()).isFalse();
      assertThat(run.state().held()).isFalse();
      assertThat(tester().observer().locks()).isEmpty();
      assertThat(back.step("fails").attempts()).isEmpty();
    }

    @Test
    void only_if_it_is_held() throws Exception {
      var hang = Hang.willing();
      var run = start(named(undoable("a", hang)));
      hang.awaitEntered();
      assertThatThrownBy(() -> tester().engine().rollback(run.runId(), "test:bob"))
          .isInstanceOf(WorkflowException.class)
          .hasMessageContaining("running");
      hang.release();
      run.await();
      assertThatThrownBy(() -> tester().engine().rollback(run.runId(), "test:bob"))
          .hasMessageContaining("completed");
    }

    @Test
    void and_goes_on_after_a_crash_although_the_failed_step_can_not_be_run_here() throws Exception {
      var hang = Hang.willing();
      var extra = Action.of("kit.extra@1", "of one process", Action.Effects.NONE, refused("no"));
      tester().crash().replaceProcess(b -> b.action(extra));
      var run =
          start(
              named(
                  undoable("a", c -> 1),
                  undoable("b", c -> 1, hang),
                  WorkflowStep.named("fails").uses("kit.extra@1").build()));
      run.await();
      var back = new TestRun(tester(), tester().engine().rollback(run.runId(), "test:bob").runId());
      hang.awaitEntered();
      back.crash().restart();
      hang.release();
      back.runUntil(over()).is(WorkflowStatus.CANCELLED);
      assertThat(order).containsExactly("a", "b", "undo b", "undo b", "undo a");
    }
  }

  @Nested
  @DisplayName("Rule 12: what can't be undone")
  class NotUndone {
    @Test
    void a_failing_undo_ends_the_undoing_is_named_and_holds_the_run_until_it_is_released()
        throws Exception {
      var run =
          start(
              named(
                      undoable("a", c -> 1),
                      undoable("b", c -> 1, refused("stuck")),
                      undoable("c", c -> 1),
                      failing())
                  .rollback(tester().step("mark", notes("mark")))
                  .always(tester().step("clean", notes("clean"))));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(order).containsExactly("a", "b", "c", "undo c", "undo b", "mark", "clean");
      assertThat(run.state().held()).isTrue();
      assertThat(run.state().notCleaned().orElseThrow())
          .contains("b/undo", "stuck", "a/undo", "not tried");
      assertThat(run.state().error()).contains("no");
      assertThatThrownBy(() -> resume(run)).hasMessageContaining("rolled back");
      assertThatThrownBy(() -> tester().engine().rollback(run.runId(), "test:bob"))
          .hasMessageContaining("rolled back");
      assertThat(tester().observer().locks()).hasSize(1);
      assertThat(tester().engine().release(run.runId(), "test:bob", "looked")).isTrue();
      assertThat(tester().observer().locks()).isEmpty();
    }

    @Test
    void on_request_it_has_failed() throws Exception {
      var run = start(named(undoable("a", c -> 1, refused("stuck")), failing()));
      run.await();
      var back = new TestRun(tester(), tester().engine().rollback(run.runId(), "test:bob").runId());
      back.await();
      back.is(WorkflowStatus.FAILED);
      assertThat(back.state().held()).isTrue();
      assertThat(back.state().notCleaned().orElseThrow()).contains("a/undo", "stuck");
    }

    @Test
    void a_failing_step_for_failure_is_named_and_the_next_one_runs() throws Exception {
      var run =
          start(
              named(undoable("a", c -> 1), failing())
                  .rollback(
                      tester().step("mark", refused("unreachable")),
                      tester().step("tell", notes("tell"))));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(order).containsExactly("a", "undo a", "tell");
      assertThat(run.state().notCleaned().orElseThrow()).contains("mark", "unreachable");
      assertThat(run.state().held()).isFalse();
    }

    @Test
    void undos_and_clean_up_have_one_budget() throws Exception {
      var hang = Hang.willing();
      var slow = tester().step("undo", b -> b.timeout(Duration.ofHours(2)), hang);
      var run =
          start(
              named(tester().step("a", b -> b.undo(slow), c -> 1), failing())
                  .rollback(tester().step("mark", notes("mark")))
                  .always(tester().step("clean", notes("clean"))));
      hang.awaitEntered();
      time().advance(Duration.ofSeconds(600));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().notCleaned().orElseThrow())
          .contains("a/undo: the budget for clean-up", "mark", "clean");
      assertThat(order).isEmpty();
      assertThat(run.state().held()).isTrue();
    }
  }

  @Nested
  @DisplayName("Rule 6: a cancel")
  class Cancelling {
    @Test
    void does_not_cut_a_rollback_and_the_run_has_failed() throws Exception {
      var hang = Hang.willing();
      var run =
          start(
              named(undoable("a", c -> 1), undoable("b", c -> 1, hang), failing())
                  .rollback(tester().step("mark", notes("mark")))
                  .always(tester().step("clean", notes("clean"))));
      hang.awaitEntered();
      assertThat(run.cancel()).isTrue();
      time().advance(Duration.ofSeconds(60));
      assertThat(hang.interruptions()).isZero();
      hang.release();
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(order).containsExactly("a", "b", "undo b", "undo a", "mark", "clean");
    }

    @Test
    void that_is_forced_does_and_the_run_says_what_was_not_cleaned() throws Exception {
      var hang = Hang.willing();
      var run =
          start(
              named(undoable("a", c -> 1), undoable("b", c -> 1, hang), failing())
                  .rollback(tester().step("mark", notes("mark")))
                  .always(tester().step("clean", notes("clean"))));
      hang.awaitEntered();
      assertThat(tester().engine().cancel(run.runId(), "test:bob", "now", true)).isTrue();
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(hang.interruptions()).isEqualTo(1);
      assertThat(order).containsExactly("a", "b", "undo b");
      assertThat(run.state().notCleaned().orElseThrow())
          .contains("b/undo", "a/undo", "mark", "clean");
      assertThat(run.state().held()).isTrue();
    }

    @Test
    void that_is_forced_while_a_step_runs_leaves_clean_up_out_too() throws Exception {
      var hang = Hang.willing();
      var run =
          start(named(tester().step("a", hang)).always(tester().step("clean", notes("clean"))));
      hang.awaitEntered();
      tester().engine().cancel(run.runId(), "test:bob", "now", true);
      run.await();
      run.is(WorkflowStatus.CANCELLED);
      assertThat(order).isEmpty();
      assertThat(run.state().notCleaned().orElseThrow()).contains("clean");
    }

    @Test
    void that_was_plain_may_be_forced_later() throws Exception {
      var hang = Hang.willing();
      var run =
          start(named(tester().step("a", refused("no"))).always(tester().step("clean", hang)));
      hang.awaitEntered();
      run.cancel();
      assertThat(hang.interruptions()).isZero();
      tester().launch(b -> b).engine().cancel(run.runId(), "test:carol", "now", true);
      look();
      run.await();
      assertThat(hang.interruptions()).isEqualTo(1);
      assertThat(run.state().notCleaned().orElseThrow()).contains("clean");
      run.is(WorkflowStatus.FAILED);
    }

    @Test
    void rule_7_that_is_forced_waits_for_a_point_of_no_return_in_clean_up() throws Exception {
      var flash = Hang.willing();
      var run =
          start(
              named(tester().step("a", refused("no")))
                  .always(tester().step("clean", inside("restoring", flash)))
                  .always(tester().step("more", notes("more"))));
      flash.awaitEntered();
      tester().engine().cancel(run.runId(), "test:bob", "now", true);
      time().advance(Duration.ofMinutes(4));
      assertThat(flash.interruptions()).isZero();
      flash.release();
      run.await();
      assertThat(run.step("clean").status()).isEqualTo(StepStatus.COMPLETED);
      assertThat(order).isEmpty();
    }
  }

  @Nested
  @DisplayName("Rule 4: crashes")
  class Crashes {
    @Test
    void a_crash_at_any_write_of_a_rollback_continues_it() throws Exception {
      for (var crashAt : IntStream.rangeClosed(1, 14).toArray()) {
        order.clear();
        var left = new AtomicInteger(crashAt);
        tester().store().crashAfter(append -> left.decrementAndGet() == 0);
        var run =
            tester()
                .start(
                    named(undoable("a", c -> 1), undoable("b", c -> 1), failing())
                        .rollback(tester().step("mark", notes("mark")))
                        .always(tester().step("clean", notes("clean")))
                        .build());
        run.await();
        run.crash().restart();
        run.runUntil(over());
        run.is(WorkflowStatus.FAILED);
        assertThat(run.state().failedStep()).contains("fails");
        assertThat(run.state().held()).isFalse();
        assertThat(run.state().notCleaned()).isEmpty();
        assertThat(order.stream().distinct())
            .as("crash at write %d", crashAt)
            .containsExactly("a", "b", "undo b", "undo a", "mark", "clean");
        assertThat(run.events(Event.RollbackStarted.class)).hasSize(1);
        for (var path : List.of("a/undo", "b/undo", "mark", "clean")) {
          assertThat(run.step(path).status()).isEqualTo(StepStatus.COMPLETED);
        }
      }
    }

    @Test
    void a_forced_cancel_given_while_nobody_ran_it_counts_when_it_is_taken_over() throws Exception {
      var hang = Hang.willing();
      var run = start(named(undoable("a", c -> 1, hang), failing()).rollback());
      hang.awaitEntered();
      tester().crash().replaceProcess(b -> b);
      tester().engine().cancel(run.runId(), "test:bob", "now", true);
      run.runUntil(over()).is(WorkflowStatus.FAILED);
      assertThat(hang.calls()).isEqualTo(1);
      assertThat(run.state().notCleaned().orElseThrow()).contains("a/undo");
      assertThat(run.state().held()).isTrue();
    }

    @Test
    void rule_7_an_undo_that_was_cut_off_inside_a_point_is_for_a_person() throws Exception {
      var flash = Hang.willing();
      var run =
          start(named(undoable("a", c -> 1, inside("restoring", flash)), failing()).rollback());
      flash.awaitEntered();
      run.crash().restart();
      run.runUntil(parked(ParkReason.POINT_NOT_ADOPTED));
      assertThat(stepStarted("a/undo").holds().test(run.state())).isFalse();
      run.cancel();
      run.runUntil(over()).is(WorkflowStatus.FAILED);
      assertThat(run.state().held()).isTrue();
    }
  }
}
