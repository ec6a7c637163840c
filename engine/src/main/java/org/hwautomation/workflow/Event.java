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
   * @param edited the names of values that were changed against the run it resumes
   * @param purpose what for, if not to run its steps
   */
  record RunStarted(
      String workflowId,
      String rootRunId,
      Optional<String> resumedFrom,
      Value.Fields definition,
      Value.Fields values,
      Set<String> lockKeys,
      Optional<String> serverId,
      Optional<String> deviceType,
      Set<String> edited,
      Optional<RunPurpose> purpose)
      implements Event {
    public RunStarted {
      lockKeys = Collections.unmodifiableSortedSet(new TreeSet<>(lockKeys));
      edited = Collections.unmodifiableSortedSet(new TreeSet<>(edited));
    }
  }

  /** Another run holds keys that it needs; it waits in their queue. */
  record LocksAwaited(Set<String> keys) implements Event {
    public LocksAwaited {
      keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    }
  }

  /** It holds all its keys now. */
  record LocksTaken() implements Event {}

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
      String step,
      int attempt,
      Value result,
      Value.Fields values,
      Optional<String> lastProgress,
      Set<String> reads)
      implements Event {
    public StepCompleted {
      reads = Collections.unmodifiableSortedSet(new TreeSet<>(reads));
    }
  }

  /**
   * The step completed in the run that this one resumes, and is not run again.
   *
   * @param points how many points of no return it passed
   * @param reads what it read of the values that the run was given
   */
  record StepAdopted(
      String step, String fromRunId, Value result, Optional<Integer> points, Set<String> reads)
      implements Event {
    public StepAdopted {
      reads = Collections.unmodifiableSortedSet(new TreeSet<>(reads));
    }
  }

  /**
   * How this point of the step went is not known: the run that this one resumes was cut off inside
   * it, or an attempt failed inside it while a cancel waited for its end.
   */
  record PointCarried(String step, String description, Duration expected) implements Event {}

  /** The step passed so many points of no return in the run that this one resumes. */
  record PointsPassed(String step, int points) implements Event {}

  /**
   * An attempt failed.
   *
   * @param errorType the exception's class
   * @param attempt 0 if the step failed before any was made
   * @param retryAt when the next attempt is due; empty if the step failed for good
   * @param trace where in the code, if that ran in another program
   */
  record AttemptFailed(
      String step,
      int attempt,
      ErrorClass errorClass,
      String errorType,
      String message,
      Optional<String> lastProgress,
      Optional<Instant> retryAt,
      Optional<String> trace)
      implements Event {}

  /** An attempt was cut off, by a crash or a stop; it does not count against the policy. */
  record AttemptInterrupted(
      String step, int attempt, String reason, boolean crash, Optional<String> lastProgress)
      implements Event {}

  /**
   * The step was left out, or cut off by a cancel.
   *
   * @param cause a cancel if empty
   */
  record StepSkipped(String step, String reason, Optional<SkipCause> cause) implements Event {}

  /** A person is asked before the step is tried. */
  record ApprovalRequested(String step, String role, Optional<Instant> expiresAt)
      implements Event {}

  /** The answer. */
  record ApprovalAnswered(String step, boolean approved, String by, String reason)
      implements Event {}

  /** The step waits until fewer attempts run under a name. */
  record LimitAwaited(String step, String limit) implements Event {}

  /** The step waits until a maintenance window opens: it may enter points of no return. */
  record WindowAwaited(String step, String window, Instant opens) implements Event {}

  /** The run waits for no maintenance window from here on. */
  record WindowOverridden(String by, String reason) implements Event {}

  /**
   * The attempt takes longer than such attempts usually do.
   *
   * @param usual what nine of ten stay within
   * @param doing what it last said of itself
   */
  record StepSlow(String step, int attempt, Duration usual, Optional<String> doing)
      implements Event {}

  /** No further attempt is made until it is resumed. */
  record RunPaused(String by, String reason) implements Event {}

  /** A paused run goes on. */
  record RunResumed(String by, String reason) implements Event {}

  /**
   * Somebody wants the run to end.
   *
   * @param forced true if clean-up is to be cut short too
   */
  record CancelRequested(
      String by, String reason, Optional<String> commandId, Optional<Boolean> forced)
      implements Event {
    /** True if clean-up is to be cut short too. */
    public boolean isForced() {
      return forced.orElse(false);
    }
  }

  /** A command that could not be carried out. */
  record CommandRefused(String command, String by, String why) implements Event {}

  /** What was done is being undone. */
  record RollbackStarted(String reason) implements Event {}

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
