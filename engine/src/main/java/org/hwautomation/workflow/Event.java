package org.hwautomation.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A fact about a run. The journal holds them in order; the state of a run is a fold over them
 * ({@link RunState#apply}). Record components are the payload's keys in {@code snake_case}, so
 * renaming one changes the format: raise {@link EventCodec#SCHEMA_VERSION} and lift the old form.
 */
public sealed interface Event {

  /**
   * The run exists.
   *
   * @param definition as {@link WorkflowDefinition#toValue} wrote it
   * @param values what the run was given
   */
  record RunStarted(
      String workflowId,
      String rootRunId,
      Optional<String> resumedFrom,
      Value.Fields definition,
      Value.Fields values,
      Set<String> lockKeys,
      Optional<String> serverId,
      Optional<String> deviceType)
      implements Event {
    public RunStarted {
      lockKeys = Collections.unmodifiableSortedSet(new TreeSet<>(lockKeys));
    }
  }

  /** An executor owns it now, under the epoch of this entry. */
  record RunOwned(String owner, boolean recovered) implements Event {}

  /** An attempt is about to call the step's function. */
  record AttemptStarted(String step, int attempt) implements Event {}

  /** The step keeps a value for its further attempts. */
  record CheckpointSaved(String step, int attempt, String name, String inputsHash, Value value)
      implements Event {}

  /** Nothing may interrupt from here on. */
  record PointEntered(String step, int attempt, String description, Duration expected)
      implements Event {}

  /** The point takes longer than expected. */
  record PointOverdue(String step, int attempt, String description, Duration expected)
      implements Event {}

  /** It may be interrupted again. */
  record PointExited(String step, int attempt) implements Event {}

  /** The step completed; what it left for later steps is in {@code values}. */
  record StepCompleted(
      String step, int attempt, Value result, Value.Fields values, Optional<String> lastProgress)
      implements Event {}

  /** The step completed in the run that this one resumes, and is not run again. */
  record StepAdopted(String step, String fromRunId, Value result) implements Event {}

  /**
   * How this point of the step went is not known: the run that this one resumes was cut off inside
   * it, or an attempt failed inside it while a cancel waited for its end.
   */
  record PointCarried(String step, String description, Duration expected) implements Event {}

  /**
   * An attempt failed.
   *
   * @param errorType the exception's class
   * @param retryAt when the next attempt is due; empty if the step failed for good
   */
  record AttemptFailed(
      String step,
      int attempt,
      ErrorClass errorClass,
      String errorType,
      String message,
      Optional<String> lastProgress,
      Optional<Instant> retryAt)
      implements Event {}

  /** An attempt was cut off, by a crash or a stop; it does not count against the policy. */
  record AttemptInterrupted(
      String step, int attempt, String reason, boolean crash, Optional<String> lastProgress)
      implements Event {}

  /** The step was left out, or cut off by a cancel. */
  record StepSkipped(String step, String reason) implements Event {}

  /** Somebody wants the run to end. */
  record CancelRequested(String by, String reason, Optional<String> commandId) implements Event {}

  /** Nobody executes the run until a person has looked. */
  record RunParked(ParkReason reason, String message) implements Event {}

  /** A parked run goes on. */
  record RunUnparked(String by) implements Event {}

  /**
   * The run ended.
   *
   * @param held its locks are kept until it is resumed or released
   * @param notCleaned what the steps for every ending could not do
   */
  record RunEnded(
      WorkflowStatus status,
      Optional<String> error,
      Optional<String> failedStep,
      boolean held,
      Optional<String> notCleaned)
      implements Event {}

  /** A held run gave its locks back. */
  record RunReleased(String by, String reason) implements Event {}
}
