package org.hwautomation.workflow;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;

/** A run in a test's hands, whichever process executes it. */
public record TestRun(WorkflowTester tester, String runId) {
  /** A condition on a run. */
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

  /** The state as a reader of the store folds it. */
  public RunState state() {
    return RunState.of(tester.observer().entries(runId, 0)).orElseThrow();
  }

  public List<Event> events() {
    return tester.events(runId);
  }

  /** The types of its events, such as {@code step_completed}. */
  public List<String> eventTypes() {
    return tester.observer().entries(runId, 0).stream().map(JournalEntry::type).toList();
  }

  public <E extends Event> List<E> events(Class<E> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  public RunRecord record() {
    return tester.observer().run(runId).orElseThrow();
  }

  /** Waits, in real time, until the journal says so. */
  public TestRun runUntil(Condition condition) throws InterruptedException, TimeoutException {
    WorkflowTester.await(
        condition.text() + "; the journal has " + eventTypes(),
        nothing -> condition.holds().test(state()));
    return this;
  }

  /** Waits until no process executes it any more, and tells how it stands then. */
  public RunState await() throws InterruptedException, TimeoutException {
    WorkflowTester.await("run left alone", nothing -> tester.engine().executing(runId).isEmpty());
    return state();
  }

  public TestRun crash() {
    tester.crash();
    return this;
  }

  public TestRun restart() {
    tester.restart();
    return this;
  }

  public boolean cancel() {
    return tester.engine().cancel(runId, "test:alice", "no longer wanted");
  }

  public StepState step(String name) {
    return state().step(name);
  }

  /** Asserts a status by its wire name. */
  public TestRun is(WorkflowStatus status) {
    Assertions.assertThat(state().status())
        .as("status of %s, whose journal has %s", runId, eventTypes())
        .isEqualTo(status);
    return this;
  }

  /** Asserts where it stands now. */
  public TestRun at(String step, int attempt) {
    Assertions.assertThat(state().currentStep()).contains(step);
    Assertions.assertThat(step(step).attempts()).hasSize(attempt);
    return this;
  }

  @Override
  public String toString() {
    return "run %s".formatted(runId).toLowerCase(Locale.ROOT);
  }
}
