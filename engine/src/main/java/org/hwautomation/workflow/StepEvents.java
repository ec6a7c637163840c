package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says in events how steps, and with them a run, ended. */
final class StepEvents {
  /** What a cancelled run, and a step that this ended, say. */
  static final String CANCELLED = "Workflow cancelled";

  private StepEvents() {}

  /**
   * The completion of a step, with what it leaves.
   *
   * @throws StepRejectedException if it answered false
   * @throws InvalidValueException if a run can't or must not remember what it returned
   */
  static Event completed(
      PlacedStep step,
      RunAttempt attempt,
      @Nullable Object result,
      RunState state,
      KnownSecrets secrets) {
    if (Boolean.FALSE.equals(result)) {
      throw new StepRejectedException(
          "step %s answered false%s"
              .formatted(step.path(), attempt.lastProgress().map(p -> " after: " + p).orElse("")));
    }
    var place = "the result of step " + step.path();
    var value = Value.of(place, result);
    Limits.check(place, value, Limits.VALUE);
    secrets.refuse(place, value);
    Limits.check("all values", state.values().with(attempt.left()), Limits.VALUES);
    return new Event.StepCompleted(
        step.path(),
        attempt.attempt(),
        value,
        attempt.left(),
        attempt.lastProgress(),
        attempt.reads());
  }

  /** The completion of a step that only waited for its approval. */
  static Event approved(PlacedStep step, WorkflowDefinition definition) {
    return new Event.StepCompleted(
        step.path(),
        0,
        Value.Null.INSTANCE,
        Value.Fields.EMPTY,
        Optional.empty(),
        StepReads.of(step, definition));
  }

  /** The failure of a step whose approval was refused. */
  static Event refused(PlacedStep step, Event.ApprovalAnswered answer, KnownSecrets secrets) {
    var why = answer.reason().isBlank() ? "" : ": " + answer.reason();
    return failedUntried(
        step, new StepRejectedException("not approved by " + answer.by() + why), secrets);
  }

  /** The failure of a step of which no attempt can be made. */
  static Event failedUntried(PlacedStep step, WorkflowException error, KnownSecrets secrets) {
    return new Event.AttemptFailed(
        step.path(),
        0,
        ErrorClass.of(error, unknown -> Optional.empty()),
        error.getClass().getName(),
        secrets.redact(String.valueOf(error.getMessage())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A step that is left out because of a condition. */
  static Event conditionFalse(String path, String condition) {
    return new Event.StepSkipped(
        path, Limits.cut("not when " + condition), Optional.of(SkipCause.CONDITION));
  }

  /** A step that was ended before its time, or not begun. */
  static Event cutOff(String path, String reason, SkipCause cause) {
    return new Event.StepSkipped(
        path,
        Limits.cut(reason),
        cause == SkipCause.CANCELLED ? Optional.empty() : Optional.of(cause));
  }

  /** An attempt that a stop ended, or that asked to be parked: it does not count. */
  static Event interrupted(PlacedStep step, RunAttempt attempt, String reason) {
    return new Event.AttemptInterrupted(
        step.path(), attempt.attempt(), reason, false, attempt.lastProgress());
  }

  static WorkflowTimeoutException timeout(String timer, Duration limit, RunAttempt attempt) {
    return new WorkflowTimeoutException(timer, limit, attempt.lastProgress().orElse(null));
  }

  /** A step that a timer of its run ended for good. */
  static Event timedOut(PlacedStep step, RunAttempt attempt, String timer, Duration limit) {
    return failed(step, attempt.attempt(), timeout(timer, limit, attempt), attempt.lastProgress());
  }

  /** A step of which no attempt may be made any more, because a timer of its run passed. */
  static Event notStarted(PlacedStep step, String timer, Duration limit) {
    return failed(step, 0, new WorkflowTimeoutException(timer, limit, null), Optional.empty());
  }

  private static Event failed(
      PlacedStep step, int attempt, WorkflowTimeoutException timeout, Optional<String> progress) {
    return new Event.AttemptFailed(
        step.path(),
        attempt,
        ErrorClass.TIMEOUT,
        timeout.getClass().getName(),
        Limits.cut(String.valueOf(timeout.getMessage())),
        progress,
        Optional.empty(),
        Optional.empty());
  }

  /** What is said of a step that a cancel ends although nobody knows how its point went. */
  static String unsettled(String step, StepState.Point point, String why) {
    return Limits.cut(
        ("look at the server before anything else: step %s was cut off while %s, and how that went"
                + " is not known: %s")
            .formatted(step, point.description(), why));
  }

  private static Optional<String> unsettled(RunState state) {
    var steps =
        state.steps().values().stream()
            .flatMap(
                step ->
                    step
                        .unsettledPoint()
                        .map(
                            point ->
                                step.status() == StepStatus.SKIPPED
                                    ? step.error().orElse("")
                                    : unsettled(step.path(), point, step.error().orElse("")))
                        .stream())
            .toList();
    return steps.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", steps));
  }

  /** The end of a run of which no step will be run any more. */
  static Event.RunEnded ending(RunState state) {
    var failed = firstFailed(state);
    // a server of which nobody knows how it stands is not handed to the next run
    var unsettled = unsettled(state);
    var notCleaned = state.notDone(CleanUp.ROLES);
    if (state.rollback().isPresent()) {
      var notUndone = state.notDone(Set.of(PlacedStep.Role.UNDO)).isPresent();
      var asked = state.purpose().isPresent() && failed.isEmpty() && !notUndone;
      return new Event.RunEnded(
          asked ? WorkflowStatus.CANCELLED : WorkflowStatus.FAILED,
          asked ? state.rollback() : failed.flatMap(StepState::error).or(state::rollback),
          failed.map(StepState::path),
          notUndone || unsettled.isPresent(),
          notCleaned);
    }
    if (failed.isPresent()) {
      // whoever cancelled it while it cleaned up does not want to resume it
      var keeps = state.cancel().isEmpty() && state.locksAwaited().isEmpty();
      return new Event.RunEnded(
          WorkflowStatus.FAILED,
          failed.get().error(),
          failed.map(StepState::path),
          keeps || unsettled.isPresent(),
          notCleaned);
    }
    return state.cancel().isPresent()
        ? new Event.RunEnded(
            WorkflowStatus.CANCELLED,
            Optional.of(CANCELLED + unsettled.map(what -> Limits.cut("; " + what)).orElse("")),
            Optional.empty(),
            unsettled.isPresent(),
            notCleaned)
        : new Event.RunEnded(
            WorkflowStatus.COMPLETED, Optional.empty(), Optional.empty(), false, notCleaned);
  }

  private static Optional<StepState> firstFailed(RunState state) {
    return state.definition().mainSteps().stream()
        .map(step -> state.step(step.path()))
        .filter(step -> step.status() == StepStatus.FAILED)
        .min(Comparator.comparingLong(StepState::endedSeq));
  }
}
