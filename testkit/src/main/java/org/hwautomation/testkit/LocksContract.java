package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.LockHeldException;
import org.hwautomation.workflow.LockHolder;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowAlreadyRunningException;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Of rules 10, 12 and 16: who may run what at once, and what a failure keeps. */
abstract class LocksContract extends Contract {
  private static WorkflowContext locking(String... keys) {
    var builder = WorkflowContext.builder().server("server-1");
    for (var key : keys) {
      builder.lock(key);
    }
    return builder.build();
  }

  private TestRun held() throws Exception {
    var run =
        tester()
            .start(
                "first",
                tester()
                    .sequence(
                        tester()
                            .step(
                                "a",
                                c -> {
                                  if (c.runId().equals(c.idempotencyKey().split("/")[0])) {
                                    throw new StepRejectedException("no");
                                  }
                                  return "resumed";
                                })),
                locking("server/1", "server/2"));
    run.await();
    run.is(WorkflowStatus.FAILED);
    return run;
  }

  /** Runs {@code calls} at the same moment; the exceptions of those that threw. */
  private static List<Throwable> atOnce(List<Callable<?>> calls) throws Exception {
    var barrier = new CyclicBarrier(calls.size());
    var problems = new ArrayList<Throwable>();
    try (var threads = Executors.newFixedThreadPool(calls.size())) {
      var futures = new ArrayList<Future<?>>();
      for (var call : calls) {
        futures.add(
            threads.submit(
                () -> {
                  barrier.await(40, TimeUnit.SECONDS);
                  return call.call();
                }));
      }
      for (var future : futures) {
        try {
          future.get();
        } catch (ExecutionException e) {
          problems.add(e.getCause());
        }
      }
    }
    return problems;
  }

  @Nested
  @DisplayName("Rule 10: one run a lock key, across processes")
  class Keys {
    @Test
    void the_second_run_is_refused_with_the_holders_name() throws Exception {
      var hang = Hang.willing();
      var run =
          tester().start("first", tester().sequence(tester().step("a", hang)), locking("server/1"));
      var other = tester().launch(b -> b);
      assertThatThrownBy(
              () ->
                  other
                      .engine()
                      .start(
                          "second",
                          tester().sequence(tester().step("a", c -> null)),
                          locking("server/0", "server/1")))
          .isInstanceOf(LockHeldException.class)
          .hasMessageContaining("server/1")
          .hasMessageContaining("first")
          .hasMessageContaining(run.runId());
      assertThat(tester().observer().latestRun("second")).isEmpty();
      assertThat(tester().observer().locks())
          .extracting(LockHolder::key)
          .containsExactly("server/1");
      hang.release();
      run.await();
      assertThat(tester().observer().locks()).isEmpty();
    }

    @Test
    void of_many_that_start_at_once_in_two_processes_one_gets_the_key() throws Exception {
      var hang = Hang.willing();
      var other = tester().launch(b -> b);
      var calls = new ArrayList<Callable<?>>();
      for (var i = 0; i < 8; i++) {
        var name = "wf-at-once-" + i;
        var engine = i % 2 == 0 ? tester().engine() : other.engine();
        var definition = tester().sequence(tester().step("a", hang));
        calls.add(() -> engine.start(name, definition, locking("server/" + name, "server/1")));
      }
      assertThat(atOnce(calls)).hasSize(7).hasOnlyElementsOfType(LockHeldException.class);
      assertThat(tester().observer().locks()).hasSize(2);
      hang.release();
    }

    @Test
    void a_key_is_kept_over_a_crash() throws Exception {
      var hang = Hang.willing();
      var run =
          tester().start("first", tester().sequence(tester().step("a", hang)), locking("server/1"));
      hang.awaitEntered();
      tester().crash().replaceProcess(b -> b);
      assertThatThrownBy(
              () ->
                  tester()
                      .start(
                          "second",
                          tester().sequence(tester().step("a", c -> null)),
                          locking("server/1")))
          .isInstanceOf(LockHeldException.class);
      tester().engine().recover();
      hang.release();
      run.await();
      assertThat(tester().observer().locks()).isEmpty();
    }
  }

  @Nested
  @DisplayName("Rule 12: sequences, always, hold")
  class Endings {
    @Test
    void steps_run_one_after_the_other_and_the_first_failure_ends_them() throws Exception {
      var order = new CopyOnWriteArrayList<String>();
      var run =
          tester()
              .start(
                  tester()
                      .sequence(
                          tester().step("a", c -> order.add("a")),
                          tester()
                              .step(
                                  "b",
                                  c -> {
                                    order.add("b");
                                    throw new StepRejectedException("no");
                                  }),
                          tester().step("c", c -> order.add("c")))
                      .withAlways(
                          List.of(
                              tester()
                                  .step(
                                      "clean_1",
                                      c -> {
                                        order.add("clean_1");
                                        throw new StepRejectedException("stuck");
                                      }),
                              tester().step("clean_2", c -> order.add("clean_2")))));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(order).containsExactly("a", "b", "clean_1", "clean_2");
      assertThat(run.state().failedStep()).contains("b");
      assertThat(run.state().error()).contains("no");
      assertThat(run.state().notCleaned().orElseThrow()).contains("clean_1", "stuck");
      assertThat(run.step("c").status()).isEqualTo(StepStatus.PENDING);
    }

    @Test
    void what_is_not_cleaned_is_said_of_a_run_that_completed_too() throws Exception {
      var run =
          tester()
              .start(
                  tester()
                      .sequence(tester().step("a", c -> null))
                      .withAlways(List.of(tester().step("clean", c -> false))));
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.state().notCleaned().orElseThrow()).contains("clean");
      assertThat(run.state().failedStep()).isEmpty();
      assertThat(run.state().held()).isFalse();
    }

    @Test
    void clean_up_has_one_budget() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .sequence(tester().step("a", c -> null))
                      .withAlways(
                          List.of(
                              tester().step("c1", b -> b.timeout(Duration.ofHours(2)), hang),
                              tester().step("c2", c -> null))));
      hang.awaitEntered();
      time().advance(Duration.ofSeconds(600));
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.state().notCleaned().orElseThrow())
          .contains("c1: the budget for clean-up", "c2: the budget for clean-up");
      assertThat(run.step("c2").attempts()).isEmpty();
    }

    @Test
    void which_does_not_begin_anew_after_a_crash() throws Exception {
      var first = Hang.willing();
      var second = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .sequence(tester().step("a", c -> null))
                      .withAlways(
                          List.of(
                              tester().step("c1", b -> b.timeout(Duration.ofHours(2)), first),
                              tester().step("c2", b -> b.timeout(Duration.ofHours(2)), second))));
      first.awaitEntered();
      time().advance(Duration.ofSeconds(400));
      first.release();
      second.awaitEntered();
      run.crash();
      time().advance(Duration.ofHours(1)); // nobody runs it: that does not count
      run.restart();
      second.awaitEntered();
      time().advance(Duration.ofSeconds(199));
      run.is(WorkflowStatus.RUNNING);
      time().advance(Duration.ofSeconds(1));
      run.await();
      assertThat(run.state().notCleaned().orElseThrow()).contains("c2: the budget for clean-up");
    }

    @Test
    void a_failed_run_is_held_and_keeps_its_locks() throws Exception {
      var run = held();
      assertThat(run.record().phase()).isEqualTo(Phase.HELD);
      assertThat(run.record().owner()).isEmpty();
      assertThat(tester().observer().locks()).hasSize(2);
      assertThatThrownBy(
              () ->
                  tester()
                      .start(
                          "second",
                          tester().sequence(tester().step("a", c -> null)),
                          locking("server/1")))
          .isInstanceOf(LockHeldException.class);
    }

    @Test
    void release_gives_them_back_once() throws Exception {
      var run = held();
      var other = tester().launch(b -> b).engine();
      assertThat(other.release(run.runId(), "test:bob", "looked at it")).isTrue();
      assertThat(tester().observer().locks()).isEmpty();
      assertThat(run.record().phase()).isEqualTo(Phase.NONE);
      assertThat(run.state().held()).isFalse();
      assertThat(other.release(run.runId(), "test:bob", "again")).isFalse();
      assertThatThrownBy(() -> resume(run)).isInstanceOf(WorkflowException.class);
      run.is(WorkflowStatus.FAILED);
    }

    @Test
    void resume_passes_them_over() throws Exception {
      var run = held();
      var resumed = resume(run);
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
      assertThat(resumed.step("a").result()).isEqualTo(new Value.Text("resumed"));
      assertThat(tester().observer().locks()).isEmpty();
      assertThat(run.state().held()).isFalse();
      assertThat(run.record().phase()).isEqualTo(Phase.NONE);
      assertThat(tester().engine().release(run.runId(), "test:bob", "late")).isFalse();
      run.is(WorkflowStatus.FAILED);
    }

    @Test
    void steps_for_every_ending_run_again_in_the_run_that_resumes() throws Exception {
      var cleaned = new AtomicInteger();
      var fails = new boolean[] {true};
      var run =
          tester()
              .start(
                  tester()
                      .sequence(tester().step("a", c -> fails[0] ? false : null))
                      .withAlways(List.of(tester().step("clean", c -> cleaned.incrementAndGet()))));
      run.await();
      fails[0] = false;
      var resumed = resume(run);
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
      assertThat(cleaned).hasValue(2);
    }

    @Test
    void of_two_that_resume_at_once_one_does_and_the_locks_are_its() throws Exception {
      for (var round = 0; round < 5; round++) {
        var run = held();
        var other = tester().launch(b -> b).engine();
        var engine = tester().engine();
        var problems =
            atOnce(
                List.of(
                    () -> engine.resume(run.runId(), "test:alice"),
                    () -> other.resume(run.runId(), "test:bob")));
        assertThat(problems).hasSizeLessThanOrEqualTo(1);
        var latest = tester().observer().latestRun("first").orElseThrow();
        new TestRun(tester(), latest.runId()).runUntil(TestRun.over());
        // a second resumption may have begun after the first had ended, never beside it
        assertThat(tester().observer().locks()).isEmpty();
        assertThat(run.state().held()).isFalse();
      }
    }

    @Test
    void a_release_beside_a_resume_takes_no_lock_from_the_run_that_resumes() throws Exception {
      for (var round = 0; round < 10; round++) {
        var run = held();
        var engine = tester().engine();
        var other = tester().launch(b -> b).engine();
        var problems =
            atOnce(
                List.of(
                    () -> engine.resume(run.runId(), "test:alice"),
                    () -> other.release(run.runId(), "test:bob", "x")));
        assertThat(problems).allMatch(WorkflowException.class::isInstance);
        new TestRun(tester(), tester().observer().latestRun("first").orElseThrow().runId())
            .runUntil(TestRun.over());
        assertThat(run.state().held()).isFalse();
        assertThat(tester().observer().locks()).isEmpty();
      }
    }
  }

  @Nested
  @DisplayName("Rule 16: starts are unique")
  class Starts {
    @Test
    void a_start_is_refused_while_a_run_of_that_id_is_live_here_or_elsewhere() throws Exception {
      var hang = Hang.willing();
      var definition = tester().sequence(tester().step("a", hang));
      var run = tester().start("prov-001", definition, WorkflowContext.EMPTY);
      var other = tester().launch(b -> b).engine();
      for (var engine : List.of(tester().engine(), other)) {
        assertThatThrownBy(() -> engine.start("prov-001", definition, WorkflowContext.EMPTY))
            .isInstanceOf(WorkflowAlreadyRunningException.class)
            .hasMessageContaining("prov-001")
            .hasMessageContaining(run.runId());
      }
      hang.release();
      run.await();
      var again = tester().start("prov-001", definition, WorkflowContext.EMPTY);
      again.await();
      assertThat(again.runId()).isNotEqualTo(run.runId());
      assertThat(tester().observer().latestRun("prov-001").orElseThrow().runId())
          .isEqualTo(again.runId());
    }

    @Test
    void of_many_at_once_one_starts() throws Exception {
      var hang = Hang.willing();
      var other = tester().launch(b -> b);
      var definition = tester().sequence(tester().step("a", hang));
      var calls = new ArrayList<Callable<?>>();
      for (var i = 0; i < 8; i++) {
        var engine = i % 2 == 0 ? tester().engine() : other.engine();
        calls.add(() -> engine.start("prov-001", definition, WorkflowContext.EMPTY));
      }
      assertThat(atOnce(calls))
          .hasSize(7)
          .hasOnlyElementsOfType(WorkflowAlreadyRunningException.class);
      hang.release();
    }

    @Test
    void a_refused_start_changes_no_code_of_the_run_that_lives() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  "custom",
                  WorkflowDefinition.of(
                      "custom",
                      List.of(
                          WorkflowStep.named("a").run(hang),
                          WorkflowStep.named("b").run(c -> "mine"))),
                  WorkflowContext.EMPTY);
      hang.awaitEntered();
      assertThatThrownBy(
              () ->
                  tester()
                      .start(
                          "custom",
                          WorkflowDefinition.of(
                              "custom", List.of(WorkflowStep.named("b").run(c -> "theirs"))),
                          WorkflowContext.EMPTY))
          .isInstanceOf(WorkflowAlreadyRunningException.class);
      hang.release();
      run.await();
      assertThat(run.step("b").result()).isEqualTo(new Value.Text("mine"));
    }

    @Test
    void a_step_that_names_an_unknown_action_is_refused_with_the_known_ones() {
      assertThatThrownBy(
              () ->
                  tester()
                      .start(
                          tester().sequence(WorkflowStep.named("a").uses("maas.teleport").build())))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("maas.teleport@1")
          .hasMessageContaining("kit.external@1");
    }

    @Test
    void two_steps_of_one_name_are_refused_when_the_definition_is_frozen() {
      assertThatThrownBy(
              () -> tester().sequence(tester().step("a", c -> null), tester().step("a", c -> null)))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("'a'");
    }
  }
}
