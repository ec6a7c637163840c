package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hwautomation.testkit.TestRun.parked;
import static org.hwautomation.testkit.TestRun.stepStarted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.LockAwaitedException;
import org.hwautomation.workflow.LockHolder;
import org.hwautomation.workflow.LockWait;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Of rule 10: runs that queue for their lock keys. */
abstract class LockQueueContract extends Contract {
  private final List<String> order = new CopyOnWriteArrayList<>();

  private static WorkflowContext queueing(String... keys) {
    var builder = WorkflowContext.builder().queue();
    for (var key : keys) {
      builder.lock(key);
    }
    return builder.build();
  }

  private WorkflowDefinition noting(String name) {
    return tester().sequence(tester().step("a", c -> order.add(name)));
  }

  private WorkflowDefinition hanging(String name, Hang hang) {
    return tester()
        .sequence(
            tester()
                .step(
                    "a",
                    c -> {
                      order.add(name);
                      return hang.run(c);
                    }));
  }

  private TestRun run(WorkflowEngine engine, String name, WorkflowDefinition what, String... keys) {
    return new TestRun(tester(), engine.start(name, what, queueing(keys)).runId());
  }

  private TestRun run(String name, WorkflowDefinition what, String... keys) {
    return run(tester().engine(), name, what, keys);
  }

  @Nested
  @DisplayName("Rule 10: in order")
  class InOrder {
    @Test
    void a_run_whose_keys_are_free_does_not_wait() throws Exception {
      var run = run("first", noting("first"), "a", "b");
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(tester().observer().lockWaits()).isEmpty();
      assertThat(tester().observer().locks()).isEmpty();
      assertThat(run.eventTypes())
          .containsSubsequence("locks_awaited", "locks_taken", "attempt_started");
    }

    @Test
    void runs_take_a_key_one_after_the_other_as_they_came() throws Exception {
      var hang = Hang.willing();
      run("r0", hanging("r0", hang), "k");
      hang.awaitEntered();
      var runs = new ArrayList<TestRun>();
      for (var i = 1; i <= 4; i++) {
        runs.add(run("r" + i, noting("r" + i), "k"));
      }
      assertThat(tester().observer().lockWaits())
          .extracting(LockWait::runId)
          .containsExactlyElementsOf(runs.stream().map(TestRun::runId).toList());
      assertThat(runs.getFirst().record().phase()).isEqualTo(Phase.WAITING_FOR_LOCK);
      runs.getFirst().is(WorkflowStatus.PENDING);
      hang.release();
      for (var run : runs) {
        lookUntilOver(run);
        run.is(WorkflowStatus.COMPLETED);
      }
      assertThat(order).containsExactly("r0", "r1", "r2", "r3", "r4");
    }

    @Test
    void across_two_processes_over_one_store() throws Exception {
      var other = tester().launch(b -> b).engine();
      var hang = Hang.willing();
      run("r0", hanging("r0", hang), "k");
      hang.awaitEntered();
      var runs = new ArrayList<TestRun>();
      for (var i = 1; i <= 6; i++) {
        runs.add(run(i % 2 == 0 ? tester().engine() : other, "r" + i, noting("r" + i), "k"));
      }
      hang.release();
      for (var run : runs) {
        lookUntilOver(run);
      }
      assertThat(order).containsExactly("r0", "r1", "r2", "r3", "r4", "r5", "r6");
    }

    @Test
    void who_does_not_queue_overtakes_nobody_who_waits() throws Exception {
      var a = Hang.willing();
      var b = Hang.willing();
      run("holds-a", hanging("holds-a", a), "a");
      var holder = run("holds-b", hanging("holds-b", b), "b");
      a.awaitEntered();
      b.awaitEntered();
      var both = run("both", noting("both"), "a", "b");
      a.release();
      WorkflowTester.await("a is free", () -> tester().observer().locks().size() == 1);
      var hurried = WorkflowContext.builder().lock("a").build();
      assertThatThrownBy(() -> tester().engine().start("late", noting("late"), hurried))
          .isInstanceOfSatisfying(
              LockAwaitedException.class,
              e -> assertThat(e.first().runId()).isEqualTo(both.runId()))
          .hasMessageContainingAll(both.runId(), "waits for a since");
      assertThat(tester().observer().latestRun("late")).isEmpty();
      var other = WorkflowContext.builder().lock("c").build();
      tester().start("free", noting("free"), other).await();
      tester().engine().pause(both.runId(), "test:alice", "");
      tester().start("while-paused", noting("while-paused"), hurried).await();
      tester().engine().unpause(both.runId(), "test:alice", "");
      b.release();
      holder.await();
      lookUntilOver(both);
      tester().start("late", noting("late"), hurried).await();
      assertThat(order).endsWith("free", "while-paused", "both", "late");
    }

    @Test
    void all_keys_are_taken_at_once_and_none_before() throws Exception {
      var hang = Hang.willing();
      run("r0", hanging("r0", hang), "k");
      hang.awaitEntered();
      var run = run("r1", noting("r1"), "j", "k", "l");
      look();
      assertThat(tester().observer().locks()).extracting(LockHolder::key).containsExactly("k");
      hang.release();
      lookUntilOver(run);
      assertThat(run.events(Event.LocksTaken.class)).hasSize(1);
    }

    @Test
    void who_wants_many_keys_is_not_starved_by_who_wants_one() throws Exception {
      var a = Hang.willing();
      var b = Hang.willing();
      run("holds-a", hanging("holds-a", a), "a");
      run("holds-b", hanging("holds-b", b), "b");
      a.awaitEntered();
      b.awaitEntered();
      var both = run("both", noting("both"), "a", "b");
      var late = run("late", noting("late"), "a");
      a.release();
      WorkflowTester.await("a is free", () -> tester().observer().locks().size() == 1);
      look();
      look();
      assertThat(order).doesNotContain("late", "both");
      b.release();
      lookUntilOver(late);
      assertThat(order).endsWith("both", "late");
      both.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void who_wants_other_keys_does_not_wait() throws Exception {
      var hang = Hang.willing();
      run("r0", hanging("r0", hang), "a");
      hang.awaitEntered();
      run("r1", noting("r1"), "a");
      run("r2", noting("r2"), "b").await();
      assertThat(order).containsExactly("r0", "r2");
      hang.release();
    }

    @Test
    void a_held_run_keeps_the_queue_waiting_until_it_is_released() throws Exception {
      var failed = run("r0", tester().sequence(tester().step("a", refused("no"))), "k");
      failed.await();
      var run = run("r1", noting("r1"), "k");
      look();
      assertThat(order).isEmpty();
      tester().engine().release(failed.runId(), "test:bob", "");
      lookUntilOver(run);
      assertThat(order).containsExactly("r1");
    }
  }

  @Nested
  @DisplayName("Rule 10: who can't take its turn holds nobody up")
  class Leaving {
    private final Hang hang = Hang.willing();

    private void holder() throws Exception {
      run("r0", hanging("r0", hang), "k");
      hang.awaitEntered();
    }

    @Test
    void a_run_whose_process_is_dead() throws Exception {
      holder();
      var other = tester().launch(b -> b);
      var dead = run(other.engine(), "dead", noting("dead"), "k");
      var run = run("r1", noting("r1"), "k");
      other.store().die();
      other.store().owners().forEach(tester()::kill);
      hang.release();
      lookUntilOver(run);
      assertThat(order).containsExactly("r0", "r1");
      dead.is(WorkflowStatus.PENDING);
      // and it has its turn when it is taken over
      tester().engine().recover();
      lookUntilOver(dead);
      assertThat(order).containsExactly("r0", "r1", "dead");
    }

    @Test
    void a_run_that_is_taken_over_keeps_its_place() throws Exception {
      var other = tester().launch(b -> b);
      holder();
      var first = run(other.engine(), "first", noting("first"), "k");
      var second = run("second", noting("second"), "k");
      other.store().die();
      other.store().owners().forEach(tester()::kill);
      tester().engine().recover();
      hang.release();
      lookUntilOver(second);
      assertThat(order).containsExactly("r0", "first", "second");
      first.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void a_run_that_was_cancelled() throws Exception {
      holder();
      var gone = run("gone", noting("gone"), "k");
      var run = run("r1", noting("r1"), "k");
      gone.cancel();
      gone.await();
      gone.is(WorkflowStatus.CANCELLED);
      assertThat(tester().observer().lockWaits()).hasSize(1);
      hang.release();
      lookUntilOver(run);
      assertThat(order).containsExactly("r0", "r1");
    }

    @Test
    void a_run_whose_deadline_passed_and_which_is_not_held() throws Exception {
      holder();
      var late = run("late", noting("late").withDeadline(Duration.ofMinutes(1)), "k", "other");
      time().awaitTimerIn(Duration.ofMinutes(1));
      time().advance(Duration.ofMinutes(1));
      late.await();
      late.is(WorkflowStatus.FAILED);
      assertThat(late.state().held()).isFalse();
      assertThat(late.state().error().orElseThrow()).contains("deadline");
      assertThat(tester().observer().lockWaits()).isEmpty();
      run("r1", noting("r1"), "other").await();
      hang.release();
      assertThat(order).containsExactly("r0", "r1");
    }

    @Test
    void a_run_that_is_paused() throws Exception {
      holder();
      var paused = run("paused", noting("paused"), "k");
      var run = run("r1", noting("r1"), "k");
      tester().engine().pause(paused.runId(), "test:bob", "");
      hang.release();
      lookUntilOver(run);
      assertThat(order).containsExactly("r0", "r1");
      tester().engine().unpause(paused.runId(), "test:bob", "");
      lookUntilOver(paused);
      assertThat(order).containsExactly("r0", "r1", "paused");
    }

    @Test
    void a_run_that_is_parked() throws Exception {
      var known = Action.of("kit.extra@1", "of this process", Action.Effects.NONE, c -> null);
      var other = tester().launch(b -> b.action(known));
      holder();
      var odd =
          run(
              other.engine(),
              "odd",
              tester().sequence(WorkflowStep.named("a").uses("kit.extra@1").build()),
              "k");
      var run = run("r1", noting("r1"), "k");
      other.store().die();
      other.store().owners().forEach(tester()::kill);
      tester().engine().recover();
      odd.runUntil(parked(ParkReason.ACTION_MISSING));
      hang.release();
      lookUntilOver(run);
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void a_run_whose_engine_was_closed() throws Exception {
      holder();
      var other = tester().launch(b -> b);
      var left = run(other.engine(), "left", noting("left"), "k");
      var run = run("r1", noting("r1"), "k");
      other.engine().close(Duration.ZERO);
      left.is(WorkflowStatus.PENDING);
      hang.release();
      lookUntilOver(run);
      assertThat(order).containsExactly("r0", "r1");
    }
  }

  @Nested
  @DisplayName("Rule 10: never two at once")
  class Alone {
    @Test
    void whatever_they_want_and_however_many_processes_there_are() throws Exception {
      var holders = List.of(new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
      var worst = new AtomicInteger();
      var engines = List.of(tester().engine(), tester().launch(b -> b).engine());
      var runs = new ArrayList<TestRun>();
      for (var i = 0; i < 18; i++) {
        var keys = new ArrayList<Integer>();
        for (var key = 0; key < 3; key++) {
          if ((i + 1 & 1 << key) != 0 || i % 3 == key) {
            keys.add(key);
          }
        }
        var what =
            tester()
                .sequence(
                    tester()
                        .step(
                            "a",
                            c -> {
                              for (var key : keys) {
                                worst.accumulateAndGet(
                                    holders.get(key).incrementAndGet(), Math::max);
                              }
                              LockSupport.parkNanos(200_000);
                              keys.forEach(key -> holders.get(key).decrementAndGet());
                              return null;
                            }));
        runs.add(
            run(
                engines.get(i % 2),
                "r" + i,
                what,
                keys.stream().map(key -> "k" + key).toArray(String[]::new)));
      }
      for (var run : runs) {
        lookUntilOver(run);
        run.is(WorkflowStatus.COMPLETED);
      }
      assertThat(worst).hasValue(1);
      assertThat(tester().observer().locks()).isEmpty();
      assertThat(tester().observer().lockWaits()).isEmpty();
    }

    @Test
    void after_a_crash_between_taking_the_keys_and_the_first_step_they_are_held_still()
        throws Exception {
      tester().store().crashAfter(append -> FaultyStore.holds(append, "locks_taken"));
      var run = run("r0", noting("r0"), "k");
      run.runUntil(new TestRun.Condition("has its locks", s -> s.locksAwaited().isEmpty()));
      assertThat(tester().observer().locks()).hasSize(1);
      run.crash().restart().await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.events(Event.LocksTaken.class)).hasSize(1);
      assertThat(stepStarted("a").holds().test(run.state())).isFalse();
      assertThat(tester().observer().locks()).isEmpty();
    }
  }
}
