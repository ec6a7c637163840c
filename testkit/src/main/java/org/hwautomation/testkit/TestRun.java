package org.hwautomation.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.WorkflowStatus;

/**
 * A run in a test's hands, whichever process executes it. What it tells is read from the data, as
 * another process sees it. Thread-safe as far as its tester is.
 */
public record TestRun(WorkflowTester tester, String runId) {
  /**
   * A condition on a run.
   *
   * @param text what is said if it does not come to pass
   */
  public record Condition(String text, Predicate<RunState> holds) {}

  public static Condition stepStarted(String step) {
    return new Condition(
        step + " started",
        state ->
            state.step(step).attempts().stream()
                .anyMatch(attempt -> attempt.outcome() == StepState.Outcome.RUNNING));
  }

  public static Condition stepCompleted(String step) {
    return new Condition(
        step + " completed", state -> state.step(step).status() == StepStatus.COMPLETED);
  }

  public static Condition backingOff(String step) {
    return new Condition(
        step + " waits for another attempt", state -> state.step(step).retryAt().isPresent());
  }

  public static Condition parked(ParkReason reason) {
    return new Condition(
        "parked: " + reason, state -> state.parked().filter(p -> p.reason() == reason).isPresent());
  }

  public static Condition over() {
    return new Condition("ended", state -> state.status().isTerminal());
  }

  public static Condition inPoint() {
    return new Condition("in a point of no return", state -> state.openPoint().isPresent());
  }

  public static Condition cancelRequested() {
    return new Condition("asked to cancel", state -> state.cancel().isPresent());
  }

  /** Its state as a reader of the store folds it. */
  public RunState state() {
    return RunState.of(tester.observer().entries(runId, 0)).orElseThrow();
  }

  /** What happened, oldest first. */
  public List<Event> events() {
    return tester.events(runId);
  }

  /** The types of its events, such as {@code step_completed}. */
  public List<String> eventTypes() {
    return tester.observer().entries(runId, 0).stream().map(JournalEntry::type).toList();
  }

  /** What happened of one kind. */
  public <E extends Event> List<E> events(Class<E> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Its row. */
  public RunRecord record() {
    return tester.observer().run(runId).orElseThrow();
  }

  /** What the running step last said of itself. */
  public Optional<LiveProgress> progress() {
    return tester.engine().executing(runId).flatMap(RunHandle::progress);
  }

  /** Waits until the journal says so; no time passes meanwhile but what the test lets pass. */
  public TestRun runUntil(Condition condition) throws InterruptedException, TimeoutException {
    WorkflowTester.await(
        () -> condition.text() + "; the journal has " + eventTypes(),
        () -> condition.holds().test(state()));
    return this;
  }

  /**
   * Waits until the current process executes it no more; no time passes meanwhile but what the test
   * lets pass.
   *
   * @return how it stands then
   */
  public RunState await() throws InterruptedException, TimeoutException {
    WorkflowTester.await("run left alone", () -> tester.engine().executing(runId).isEmpty());
    return state();
  }

  /**
   * Lets time pass until the run has ended, is parked, or the current process has died. Time jumps
   * to the next timer whenever the run does nothing but wait: for another attempt, a lock, a limit,
   * in {@link StepContext#sleep} or in {@link StepContext#poll}. While a step works, however long
   * that takes, time stands still; a timeout is met with {@link VirtualTime#advance}.
   *
   * @throws AssertionError if it waits for a person: for an approval, or paused
   * @throws TimeoutException if it is not over after 40 s of real time
   */
  public TestRun finish() throws InterruptedException, TimeoutException {
    WorkflowTester.await(
        () -> "%s over; the journal has %s".formatted(this, eventTypes()),
        () -> {
          if (tester.store().isDead() || tester.engine().executing(runId).isEmpty()) {
            return true;
          }
          var state = state();
          if (state.status().isTerminal()) {
            return false; // its last threads are about to end
          }
          refuseToWaitForAPerson(state);
          if (tester.waitsForTime(state)) {
            tester.time().advanceToNext();
          }
          return false;
        });
    return this;
  }

  private void refuseToWaitForAPerson(RunState state) {
    var asked =
        !state.active().isEmpty()
            && state.activeSteps().allMatch(step -> step.approvalAwaited().isPresent());
    if (asked || state.phase() == Phase.PAUSED) {
      throw new AssertionError(
          "%s does not go on by itself: %s. The journal has %s"
              .formatted(this, state.phase().name().toLowerCase(Locale.ROOT), eventTypes()));
    }
  }

  /** The current process dies. */
  public TestRun crash() {
    tester.crash();
    return this;
  }

  /** Another process takes it over. */
  public TestRun restart() {
    tester.restart();
    return this;
  }

  /** Cancels it as a person does; false if it had ended. */
  public boolean cancel() {
    return tester.engine().cancel(runId, "test:alice", "no longer wanted");
  }

  /** A step by its path. */
  public StepState step(String name) {
    return state().step(name);
  }

  /** Asserts its status. */
  public TestRun is(WorkflowStatus status) {
    Assertions.assertThat(state().status())
        .as("status of %s, whose journal has %s", runId, eventTypes())
        .isEqualTo(status);
    return this;
  }

  /** Asserts which step it is at, and how often that was tried. */
  public TestRun at(String step, int attempt) {
    Assertions.assertThat(state().currentStep()).contains(step);
    Assertions.assertThat(step(step).attempts()).hasSize(attempt);
    return this;
  }

  /** Asserts that events of these types happened in this order, others among them or not. */
  public TestRun hasEvents(String... types) {
    Assertions.assertThat(eventTypes()).as("events of %s", this).containsSubsequence(types);
    return this;
  }

  /** Asserts how the attempts of a step ended, oldest first. */
  public TestRun hasAttempts(String step, StepState.Outcome... outcomes) {
    Assertions.assertThat(step(step).attempts())
        .as("attempts of step %s of %s", step, this)
        .extracting(StepState.Attempt::outcome)
        .containsExactly(outcomes);
    return this;
  }

  @Override
  public String toString() {
    return "run " + runId;
  }
}
