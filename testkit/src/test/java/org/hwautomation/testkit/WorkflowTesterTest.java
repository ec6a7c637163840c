package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Approval;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.RunParkedException;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepState.Outcome;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kit as somebody who writes an action uses it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WorkflowTesterTest {
  /** A machine that is asked to do something, which takes an hour. */
  private static final class Machine {
    private final AtomicInteger orders = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();

    private String order() {
      return "job-" + orders.incrementAndGet();
    }

    private Optional<String> look(String job) {
      return looks.incrementAndGet() % 61 == 0 ? Optional.of(job) : Optional.empty();
    }
  }

  /** Orders once, whatever crashes, and looks every minute. */
  private record Order(Machine machine) implements Action {
    @Override
    public String name() {
      return "machine.order@1";
    }

    @Override
    public String summary() {
      return "Orders something and waits for it";
    }

    @Override
    public Object run(StepContext step) throws Exception {
      var job = step.checkpoint("job", String.class, machine::order);
      return Map.of(
          "done", step.poll("waiting for " + job, Duration.ofMinutes(1), () -> machine.look(job)));
    }
  }

  private static final WorkflowStep ORDER =
      WorkflowStep.named("order").uses("machine.order@1").timeout(Duration.ofHours(2)).build();

  private final Machine machine = new Machine();
  private final WorkflowTester tester = WorkflowTester.of(new Order(machine));

  @AfterEach
  void close() {
    tester.close();
  }

  @Test
  void an_hour_of_polling_takes_no_time() throws Exception {
    var begin = tester.time().now();
    var run = tester.start(ORDER).finish().is(WorkflowStatus.COMPLETED);
    assertThat(run.step("order").result()).isEqualTo(Value.of(Map.of("done", "job-1")));
    assertThat(Duration.between(begin, tester.time().now())).isEqualTo(Duration.ofHours(1));
    run.hasAttempts("order", Outcome.COMPLETED)
        .hasEvents("run_started", "checkpoint_saved", "step_completed", "run_ended");
    assertThat(run.events(Event.CheckpointSaved.class)).hasSize(1);
  }

  @Test
  void what_a_crash_cut_off_is_adopted() throws Exception {
    tester.store().crashAtWrite(3); // the start, the attempt, the checkpoint
    var run = tester.start(ORDER).finish();
    assertThat(tester.store().isDead()).isTrue();
    run.is(WorkflowStatus.RUNNING).hasEvents("checkpoint_saved");
    run.restart().finish().is(WorkflowStatus.COMPLETED);
    run.hasAttempts("order", Outcome.INTERRUPTED, Outcome.COMPLETED);
    assertThat(machine.orders).hasValue(1);
  }

  @Test
  void a_crash_is_tried_at_every_write() throws Exception {
    var orders = new CopyOnWriteArrayList<Integer>();
    var last = new Machine[1];
    var crashes =
        WorkflowTester.crashAtEveryWrite(
            () -> {
              last[0] = new Machine();
              return WorkflowTester.of(new Order(last[0]));
            },
            WorkflowDefinition.of("order", List.of(ORDER)),
            WorkflowContext.EMPTY,
            (t, run) -> {
              run.is(WorkflowStatus.COMPLETED);
              orders.add(last[0].orders.get());
            });
    assertThat(crashes).isGreaterThanOrEqualTo(4);
    assertThat(orders).hasSize(crashes + 1).containsOnly(1);
  }

  @Test
  void a_crash_that_an_action_does_not_survive_is_named() {
    var step =
        WorkflowStep.named("order").uses("machine.careless@1").timeout(Duration.ofHours(2)).build();
    var last = new Machine[1];
    assertThatThrownBy(
            () ->
                WorkflowTester.crashAtEveryWrite(
                    () -> {
                      last[0] = new Machine();
                      return WorkflowTester.of(new Careless(last[0]));
                    },
                    WorkflowDefinition.of("order", List.of(step)),
                    WorkflowContext.EMPTY,
                    (t, run) -> assertThat(last[0].orders).hasValue(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("where the process died after write 3");
  }

  /** Keeps in mind what it ordered only when it has come. */
  private record Careless(Machine machine) implements Action {
    @Override
    public String name() {
      return "machine.careless@1";
    }

    @Override
    public String summary() {
      return "Orders again after a crash";
    }

    @Override
    public Object run(StepContext step) {
      machine.order();
      step.saveCheckpoint("ordered", true);
      return true;
    }
  }

  @Test
  void backoff_passes_by_itself() throws Exception {
    var begin = tester.time().now();
    var run =
        tester.start(
            tester.step(
                "call",
                step -> {
                  if (step.attempt() < 3) {
                    throw new ConnectException("refused");
                  }
                  return null;
                }));
    run.finish().is(WorkflowStatus.COMPLETED);
    run.hasAttempts("call", Outcome.FAILED, Outcome.FAILED, Outcome.COMPLETED);
    assertThat(Duration.between(begin, tester.time().now())).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void time_stands_still_while_a_step_works() throws Exception {
    var begin = tester.time().now();
    var run =
        tester.start(
            tester.step(
                "work",
                step -> {
                  TimeUnit.MILLISECONDS.sleep(50); // what it does is real
                  return null;
                }));
    run.finish().is(WorkflowStatus.COMPLETED);
    assertThat(tester.time().now()).isEqualTo(begin);
  }

  @Test
  void time_stands_still_for_one_step_that_works_beside_one_that_waits() throws Exception {
    var begin = tester.time().now();
    var seen = new AtomicInteger();
    var works =
        tester.step(
            "works",
            step -> {
              TimeUnit.MILLISECONDS.sleep(50); // what it does is real
              seen.set((int) Duration.between(begin, tester.time().now()).toSeconds());
              return null;
            });
    var waits =
        tester.step(
            "waits",
            step -> {
              step.sleep(Duration.ofSeconds(90));
              return null;
            });
    tester
        .start(WorkflowDefinition.of("both", List.of(ParallelGroup.of("both", works, waits))))
        .finish()
        .is(WorkflowStatus.COMPLETED);
    assertThat(seen).hasValue(0);
    assertThat(Duration.between(begin, tester.time().now())).isEqualTo(Duration.ofSeconds(90));
  }

  /** The second branch gets to its step a while after the first fell asleep. */
  @Test
  void time_stands_still_for_a_branch_that_has_not_begun_yet() throws Exception {
    var language = new KitLanguage();
    language.meanwhile("true", () -> LockSupport.parkNanos(Duration.ofMillis(50).toNanos()));
    try (var slow = WorkflowTester.with(parts -> parts.expressions(language))) {
      var begin = slow.time().now();
      var seen = new AtomicInteger(-1);
      var late =
          slow.step(
              "late",
              b -> b.when("true"),
              step -> {
                seen.set((int) Duration.between(begin, slow.time().now()).toSeconds());
                return null;
              });
      var waits =
          slow.step(
              "waits",
              step -> {
                step.sleep(Duration.ofSeconds(90));
                return null;
              });
      slow.start(WorkflowDefinition.of("both", List.of(ParallelGroup.of("both", waits, late))))
          .finish()
          .is(WorkflowStatus.COMPLETED);
      assertThat(seen).hasValue(0);
    }
  }

  @Test
  void a_timeout_is_met_when_the_test_lets_it_pass() throws Exception {
    var hang = Hang.willing();
    var run =
        tester.start(tester.step("hang", b -> b.timeout(Duration.ofMinutes(5)).attempts(1), hang));
    hang.awaitEntered();
    tester.time().advance(Duration.ofMinutes(5));
    run.finish().is(WorkflowStatus.FAILED).hasAttempts("hang", Outcome.FAILED);
    assertThat(run.state().error().orElseThrow()).contains("the timeout of step hang");
  }

  @Test
  void who_waits_for_a_lock_gets_it_in_the_end() throws Exception {
    var hang = Hang.willing();
    var locked = WorkflowContext.builder().lock("rack").build();
    tester.start("first", tester.sequence(tester.step("hold", hang)), locked);
    hang.awaitEntered();
    var second =
        tester.start(
            "second",
            tester.sequence(tester.step("go", step -> null)),
            locked.toBuilder().queue().build());
    assertThat(tester.observer().lockWaits()).hasSize(1);
    assertThat(tester.observer().locks()).hasSize(1);
    hang.release();
    second.finish().is(WorkflowStatus.COMPLETED).hasEvents("locks_awaited", "locks_taken");
  }

  @Test
  void a_run_that_waits_for_a_person_is_not_waited_for() throws Exception {
    var approval = new Approval("operator", Optional.empty());
    var run = tester.start(tester.step("ask", b -> b.approval(approval), step -> null));
    assertThatThrownBy(run::finish)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("waiting_for_approval")
        .hasMessageContaining("approval_requested");
    tester.engine().approve(run.runId(), "ask", "test:bob", "go on");
    run.finish().is(WorkflowStatus.COMPLETED);
  }

  @Test
  void a_paused_run_is_not_waited_for() throws Exception {
    var hang = Hang.willing();
    var run = tester.start(tester.step("a", hang), tester.step("b", step -> null));
    hang.awaitEntered();
    tester.engine().pause(run.runId(), "test:bob", "wait");
    hang.release();
    assertThatThrownBy(run::finish).hasMessageContaining("paused");
    tester.engine().unpause(run.runId(), "test:bob", "go on");
    run.finish().is(WorkflowStatus.COMPLETED);
  }

  @Test
  void what_a_step_says_of_itself_is_seen() throws Exception {
    var said = Hang.willing();
    var run =
        tester.start(
            tester.step(
                "a",
                step -> {
                  step.reportProgress(40, "copying");
                  return said.run(step);
                }));
    said.awaitEntered();
    assertThat(run.progress().map(LiveProgress::text)).contains("copying");
    run.at("a", 1);
    said.release();
    run.finish();
  }

  @Test
  void a_write_that_fails_is_the_one_that_was_named() throws Exception {
    tester.store().failWrite(1);
    assertThatThrownBy(() -> tester.start(ORDER))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("full");
    tester.start(ORDER).finish().is(WorkflowStatus.COMPLETED);
    assertThatThrownBy(() -> tester.store().failWrite(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_is_asserted_in_vain_says_what_there_is() throws Exception {
    var run = tester.start(tester.step("a", step -> null)).finish();
    assertThatThrownBy(() -> run.is(WorkflowStatus.FAILED)).hasMessageContaining("run_ended");
    assertThatThrownBy(() -> run.hasEvents("run_ended", "run_started"))
        .hasMessageContaining("attempt_started");
    assertThatThrownBy(() -> run.hasAttempts("a", Outcome.FAILED)).hasMessageContaining("step a");
  }

  @Test
  void a_run_may_be_parked() throws Exception {
    var run =
        tester.start(
            WorkflowStep.named("a").uses("machine.order@1").timeout(Duration.ofHours(2)).build());
    run.crash();
    tester.restart();
    run.finish().is(WorkflowStatus.COMPLETED);
    var gone = WorkflowTester.of(new Careless(machine));
    try (gone) {
      var parked =
          gone.start(
              gone.step(
                  "park",
                  step -> {
                    throw new RunParkedException("look at it");
                  }));
      parked.finish();
      assertThat(parked.state().parked().orElseThrow().reason()).isEqualTo(ParkReason.STEP_ASKED);
    }
  }

  @Test
  void an_error_of_a_step_is_its_own() throws Exception {
    var run =
        tester.start(
            tester.step(
                "a",
                b -> b.attempts(1),
                step -> {
                  throw new IOException("no paper");
                }));
    run.finish().is(WorkflowStatus.FAILED);
    assertThat(run.step("a").error()).contains("no paper");
  }
}
