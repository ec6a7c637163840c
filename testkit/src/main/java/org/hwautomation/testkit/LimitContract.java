package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hwautomation.testkit.TestRun.backingOff;
import static org.hwautomation.testkit.TestRun.over;
import static org.hwautomation.testkit.TestRun.stepCompleted;
import static org.hwautomation.testkit.TestRun.stepStarted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.hwautomation.workflow.Approval;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.LimitClaim;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunFencedException;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Of rule 10: only so many attempts at once under a name. */
abstract class LimitContract extends Contract {
  private static final TestRun.Condition WAITS =
      new TestRun.Condition("waits for a limit", s -> s.phase() == Phase.WAITING_FOR_LIMIT);

  private WorkflowStep limited(String name, String limit, StepFunction function) {
    return tester().step(name, b -> b.limit(limit), function);
  }

  private TestRun start(WorkflowEngine engine, String id, WorkflowStep... steps) {
    return new TestRun(
        tester(), engine.start(id, tester().sequence(steps), WorkflowContext.EMPTY).runId());
  }

  /** Looks until a run has completed. */
  private void bring(TestRun run) throws Exception {
    lookUntilOver(run);
    run.is(WorkflowStatus.COMPLETED);
  }

  /** Notes how many are inside at once. */
  private static final class Probe implements StepFunction {
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    public Object run(StepContext context) {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      LockSupport.parkNanos(200_000);
      return inside.decrementAndGet();
    }
  }

  @Nested
  @DisplayName("Rule 10: never more than so many")
  class AtOnce {
    @Test
    void in_one_process_and_each_has_its_turn_as_it_came() throws Exception {
      var hang = Hang.willing();
      var order = new CopyOnWriteArrayList<String>();
      start(tester().engine(), "r0", limited("a", "one", hang));
      hang.awaitEntered();
      var runs = new ArrayList<TestRun>();
      for (var i = 1; i <= 4; i++) {
        var id = "r" + i;
        runs.add(start(tester().engine(), id, limited("a", "one", c -> order.add(id))));
        runs.getLast().runUntil(WAITS);
      }
      assertThat(runs.getFirst().record().phase()).isEqualTo(Phase.WAITING_FOR_LIMIT);
      assertThat(runs.getFirst().events(Event.LimitAwaited.class))
          .containsExactly(new Event.LimitAwaited("a", "one"));
      hang.release();
      for (var run : runs) {
        run.runUntil(over()).is(WorkflowStatus.COMPLETED);
      }
      assertThat(order).containsExactly("r1", "r2", "r3", "r4");
    }

    @Test
    void in_two_processes_over_one_store() throws Exception {
      var engines = List.of(tester().engine(), tester().launch(b -> b).engine());
      var probe = new Probe();
      var runs = new ArrayList<TestRun>();
      for (var i = 0; i < 16; i++) {
        runs.add(
            start(
                engines.get(i % 2),
                "r" + i,
                limited("a", "two", probe),
                limited("b", "two", probe)));
      }
      for (var run : runs) {
        bring(run);
      }
      assertThat(probe.most).hasValueLessThanOrEqualTo(2).hasPositiveValue();
    }

    @Test
    void two_may_where_two_are_allowed() throws Exception {
      var hang = Hang.willing();
      var runs = new ArrayList<TestRun>();
      for (var i = 0; i < 3; i++) {
        runs.add(start(tester().engine(), "r" + i, limited("a", "two", hang)));
      }
      hang.awaitEntered();
      hang.awaitEntered();
      WorkflowTester.await(
          "one waits", () -> runs.stream().anyMatch(run -> WAITS.holds().test(run.state())));
      assertThat(hang.calls()).isEqualTo(2);
      hang.release();
      for (var run : runs) {
        run.runUntil(over()).is(WorkflowStatus.COMPLETED);
      }
    }

    @Test
    void branches_of_one_group_count_each() throws Exception {
      var probe = new Probe();
      var branches = new ArrayList<Node>();
      for (var i = 0; i < 6; i++) {
        branches.add(limited("s" + i, "one", probe));
      }
      var run =
          tester()
              .start(
                  WorkflowDefinition.of(
                      "kit", List.of(ParallelGroup.of("g", branches.toArray(Node[]::new)))));
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(probe.most).hasValue(1);
    }

    @Test
    void the_process_with_more_or_less_to_give_counts_by_its_own_measure() throws Exception {
      var raised = tester().launch(b -> b.limit("one", 3)).engine();
      var hang = Hang.willing();
      start(tester().engine(), "r0", limited("a", "one", hang));
      hang.awaitEntered();
      var waits = start(tester().engine(), "r1", limited("a", "one", c -> null));
      waits.runUntil(WAITS);
      waits.cancel();
      waits.runUntil(over());
      start(raised, "r2", limited("a", "one", hang));
      hang.awaitEntered();
      // lowered again: the new one waits until fewer than one are inside
      var late = start(tester().engine(), "r3", limited("a", "one", c -> null));
      late.runUntil(WAITS);
      hang.release();
      bring(late);
    }
  }

  @Nested
  @DisplayName("Rule 10: in name order")
  class NameOrder {
    @Test
    void two_with_the_same_two_limits_do_not_wait_for_each_other() throws Exception {
      var engines = List.of(tester().engine(), tester().launch(b -> b).engine());
      var probe = new Probe();
      var runs = new ArrayList<TestRun>();
      for (var i = 0; i < 10; i++) {
        var swapped = i % 2 == 0;
        runs.add(
            start(
                engines.get(i % 2),
                "r" + i,
                tester()
                    .step(
                        "a",
                        b ->
                            swapped ? b.limit("one").limit("other") : b.limit("other").limit("one"),
                        probe)));
      }
      for (var run : runs) {
        bring(run);
      }
      assertThat(probe.most).hasValue(1);
    }

    @Test
    void who_waits_for_the_second_holds_the_first() throws Exception {
      var hang = Hang.willing();
      start(tester().engine(), "r0", limited("a", "other", hang));
      hang.awaitEntered();
      var both =
          start(
              tester().engine(),
              "r1",
              tester().step("a", b -> b.limit("other").limit("one"), c -> null));
      both.runUntil(
          new TestRun.Condition(
              "waits for other", s -> s.step("a").limitAwaited().equals(Optional.of("other"))));
      var late = start(tester().engine(), "r2", limited("a", "one", c -> null));
      late.runUntil(WAITS);
      hang.release();
      late.runUntil(over()).is(WorkflowStatus.COMPLETED);
      both.runUntil(over()).is(WorkflowStatus.COMPLETED);
    }
  }

  @Nested
  @DisplayName("Rule 10: given back")
  class GivenBack {
    /** Another run can have the limit now. */
    private void isFree(String limit) throws Exception {
      var run =
          start(tester().engine(), "probe-" + System.nanoTime(), limited("p", limit, c -> null));
      run.runUntil(over()).is(WorkflowStatus.COMPLETED);
    }

    @Test
    void not_by_who_lost_the_run_and_he_does_not_push_aside_who_has_it() throws Exception {
      var hang = Hang.willing();
      var run = start(tester().engine(), "r0", limited("a", "one", hang));
      hang.awaitEntered();
      var store = tester().observer();
      try (var lost = store.registerOwner("lost it")) {
        var claim = new LimitClaim("one", 1, run.runId(), "a", lost.id());
        assertThatThrownBy(() -> store.takeLimit(claim))
            .isInstanceOf(RunFencedException.class)
            .hasMessageContaining("limit one of step a is for who executes it now");
        store.releaseLimit(claim);
        var next = start(tester().engine(), "r1", limited("a", "one", c -> null));
        next.runUntil(WAITS);
        hang.release();
        next.await();
        next.is(WorkflowStatus.COMPLETED);
      }
    }

    @Test
    void during_backoff() throws Exception {
      var run =
          start(
              tester().engine(),
              "r0",
              limited("a", "one", c -> c.attempt() < 2 ? Integer.parseInt("x") : null));
      run.runUntil(backingOff("a"));
      isFree("one");
      passBackoff(1);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void before_an_approval_is_answered() throws Exception {
      var run =
          start(
              tester().engine(),
              "r0",
              tester()
                  .step(
                      "a",
                      b -> b.limit("one").approval(new Approval("operator", Optional.empty())),
                      c -> null));
      run.runUntil(new TestRun.Condition("asked", s -> s.step("a").approvalAwaited().isPresent()));
      isFree("one");
      tester().engine().approve(run.runId(), "a", "test:bob", "");
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void while_paused_also_the_place_in_the_queue() throws Exception {
      var hang = Hang.willing();
      var holder = start(tester().engine(), "r0", limited("a", "one", hang));
      hang.awaitEntered();
      var paused = start(tester().engine(), "r1", limited("a", "one", c -> null));
      paused.runUntil(WAITS);
      tester().engine().pause(paused.runId(), "test:bob", "");
      assertThat(paused.state().phase()).isEqualTo(Phase.PAUSED);
      hang.release();
      holder.await();
      isFree("one");
      tester().engine().unpause(paused.runId(), "test:bob", "");
      paused.await();
      paused.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void after_a_failure_a_cancel_a_timeout_and_a_skip() throws Exception {
      start(tester().engine(), "fails", limited("a", "one", refused("no"))).await();
      isFree("one");
      var hang = Hang.willing();
      var cancelled = start(tester().engine(), "cancelled", limited("a", "one", hang));
      hang.awaitEntered();
      cancelled.cancel();
      cancelled.await();
      isFree("one");
      var slow =
          start(
              tester().engine(),
              "slow",
              tester()
                  .step("a", b -> b.attempts(1).limit("one").timeout(Duration.ofSeconds(5)), hang));
      hang.awaitEntered();
      time().advance(Duration.ofSeconds(5));
      slow.await();
      isFree("one");
      var holder = start(tester().engine(), "holder", limited("a", "one", hang));
      hang.awaitEntered();
      var skipped = start(tester().engine(), "skipped", limited("a", "one", c -> null));
      skipped.runUntil(WAITS);
      tester().engine().skip(skipped.runId(), "a", "test:bob", "");
      skipped.await();
      skipped.is(WorkflowStatus.COMPLETED);
      hang.release();
      holder.await();
      isFree("one");
    }

    @Test
    void by_a_process_that_died() throws Exception {
      var hang = Hang.willing();
      var run = start(tester().engine(), "r0", limited("a", "one", hang));
      hang.awaitEntered();
      var waiting = start(tester().engine(), "r1", limited("a", "one", c -> null));
      waiting.runUntil(WAITS);
      tester().crash().replaceProcess(b -> b);
      isFree("one");
      tester().engine().recover();
      hang.release();
      bring(run);
      bring(waiting);
    }

    @Test
    void by_an_attempt_that_lives_on_only_when_it_ends() throws Exception {
      var stubborn = Hang.stubborn();
      var run =
          start(
              tester().engine(),
              "r0",
              tester()
                  .step(
                      "a",
                      b -> b.attempts(1).limit("one").timeout(Duration.ofSeconds(5)),
                      stubborn));
      stubborn.awaitEntered();
      time().advance(Duration.ofSeconds(5));
      stubborn.awaitInterrupted();
      time().advance(Duration.ofSeconds(10));
      run.runUntil(TestRun.parked(ParkReason.ATTEMPT_LINGERS));
      var other = start(tester().engine(), "r1", limited("a", "one", c -> null));
      other.runUntil(WAITS);
      look();
      assertThat(stepStarted("a").holds().test(other.state())).isFalse();
      stubborn.release();
      run.await();
      other.runUntil(stepCompleted("a"));
    }

    @Test
    void by_a_sibling_that_is_cut_off_while_it_waits() throws Exception {
      var hang = Hang.willing();
      var holder = start(tester().engine(), "holder", limited("a", "one", hang));
      hang.awaitEntered();
      var fails = Hang.willing();
      var run =
          tester()
              .start(
                  WorkflowDefinition.of(
                      "kit",
                      List.of(
                          ParallelGroup.of(
                              "",
                              limited("waits", "one", c -> null),
                              tester()
                                  .step(
                                      "fails",
                                      c -> {
                                        fails.run(c);
                                        return false;
                                      })))));
      run.runUntil(new TestRun.Condition("waits", s -> s.step("waits").limitAwaited().isPresent()));
      fails.release();
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.step("waits").attempts()).isEmpty();
      hang.release();
      holder.await();
      isFree("one");
    }
  }
}
