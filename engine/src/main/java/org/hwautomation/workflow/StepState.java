package org.hwautomation.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has happened to a step of a run. Immutable; part of {@link RunState}.
 *
 * @param attempts every attempt, oldest first
 * @param point the point of no return that is open now
 * @param interruptedPoint the point that the attempt before was cut off in
 * @param retryAt when the next attempt is due, while backing off
 */
public record StepState(
    String path,
    String description,
    StepStatus status,
    List<Attempt> attempts,
    Map<String, CheckpointState> checkpoints,
    Optional<Point> point,
    Optional<Point> interruptedPoint,
    Optional<Instant> retryAt,
    Optional<String> error,
    Value result,
    Optional<String> lastProgress) {

  /** An attempt, with how it ended. */
  public record Attempt(
      int number,
      Instant startedAt,
      Optional<Instant> endedAt,
      Outcome outcome,
      Optional<ErrorClass> errorClass,
      Optional<String> message) {}

  /** How an attempt ended. */
  public enum Outcome {
    RUNNING,
    COMPLETED,
    FAILED,
    /** Cut off by a crash; not counted by the retry policy. */
    INTERRUPTED,
    /** Ended by a gentle stop, or asked to be parked; not counted by the retry policy. */
    STOPPED,
    CANCELLED
  }

  /** A kept value. */
  public record CheckpointState(Value value, String inputsHash, Instant at) {}

  /** A stretch that nothing interrupts. */
  public record Point(String description, Duration expected, Instant enteredAt, boolean overdue) {}

  public StepState {
    attempts = List.copyOf(attempts);
    checkpoints = Collections.unmodifiableMap(new LinkedHashMap<>(checkpoints));
  }

  static StepState pending(String path, String description) {
    return new StepState(
        path,
        description,
        StepStatus.PENDING,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Value.Null.INSTANCE,
        Optional.empty());
  }

  /** When its first attempt started. */
  public Optional<Instant> startedAt() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getFirst().startedAt());
  }

  /** When its last attempt ended, if the step is over. */
  public Optional<Instant> endedAt() {
    return isOver() && !attempts.isEmpty() ? attempts.getLast().endedAt() : Optional.empty();
  }

  /** True if no further attempt will be made in this run. */
  public boolean isOver() {
    return status == StepStatus.COMPLETED
        || status == StepStatus.FAILED
        || status == StepStatus.SKIPPED;
  }

  /** The point of no return of which nobody knows yet how it went: open now, or cut off. */
  public Optional<Point> unsettledPoint() {
    return point.or(() -> interruptedPoint);
  }

  /** Attempts that count against the policy: not those that were cut off or stopped. */
  public int countedAttempts() {
    return attempts.size() - interruptions() - count(Outcome.STOPPED);
  }

  /** How often a crash cut it off. */
  public int interruptions() {
    return count(Outcome.INTERRUPTED);
  }

  private int count(Outcome outcome) {
    return (int) attempts.stream().filter(a -> a.outcome() == outcome).count();
  }

  StepState started(int number, Instant at) {
    var more = new ArrayList<>(attempts);
    more.add(
        new Attempt(
            number, at, Optional.empty(), Outcome.RUNNING, Optional.empty(), Optional.empty()));
    return copy(
        StepStatus.RUNNING,
        more,
        checkpoints,
        Optional.empty(),
        interruptedPoint,
        Optional.empty(),
        Optional.empty(),
        Value.Null.INSTANCE,
        lastProgress);
  }

  StepState kept(String name, CheckpointState checkpoint) {
    var more = new LinkedHashMap<>(checkpoints);
    more.put(name, checkpoint);
    return copy(
        status, attempts, more, point, interruptedPoint, retryAt, error, result, lastProgress);
  }

  StepState carried(Point from) {
    return copy(
        status,
        attempts,
        checkpoints,
        point,
        Optional.of(from),
        retryAt,
        error,
        result,
        lastProgress);
  }

  StepState inPoint(Optional<Point> now) {
    return copy(
        status,
        attempts,
        checkpoints,
        now,
        now.isPresent() ? Optional.empty() : interruptedPoint,
        retryAt,
        error,
        result,
        lastProgress);
  }

  StepState completed(Instant at, Value with, Optional<String> progress) {
    return copy(
        StepStatus.COMPLETED,
        closeLast(at, Outcome.COMPLETED, Optional.empty(), Optional.empty()),
        checkpoints,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        with,
        progress.or(() -> lastProgress));
  }

  StepState failed(Instant at, Event.AttemptFailed event) {
    return copy(
        event.retryAt().isPresent() ? StepStatus.RUNNING : StepStatus.FAILED,
        closeLast(
            at, Outcome.FAILED, Optional.of(event.errorClass()), Optional.of(event.message())),
        checkpoints,
        Optional.empty(),
        point.or(() -> interruptedPoint),
        event.retryAt(),
        Optional.of(event.message()),
        Value.Null.INSTANCE,
        event.lastProgress().or(() -> lastProgress));
  }

  StepState interrupted(Instant at, Event.AttemptInterrupted event) {
    return copy(
        StepStatus.PENDING,
        closeLast(
            at,
            event.crash() ? Outcome.INTERRUPTED : Outcome.STOPPED,
            Optional.empty(),
            Optional.of(event.reason())),
        checkpoints,
        Optional.empty(),
        point.or(() -> interruptedPoint),
        Optional.empty(),
        Optional.of(event.reason()),
        Value.Null.INSTANCE,
        event.lastProgress().or(() -> lastProgress));
  }

  StepState skipped(Instant at, String reason) {
    return copy(
        StepStatus.SKIPPED,
        closeLast(at, Outcome.CANCELLED, Optional.empty(), Optional.of(reason)),
        checkpoints,
        Optional.empty(),
        point.or(() -> interruptedPoint),
        Optional.empty(),
        Optional.of(reason),
        Value.Null.INSTANCE,
        lastProgress);
  }

  private List<Attempt> closeLast(
      Instant at, Outcome outcome, Optional<ErrorClass> errorClass, Optional<String> message) {
    if (attempts.isEmpty() || attempts.getLast().outcome() != Outcome.RUNNING) {
      return attempts;
    }
    var all = new ArrayList<>(attempts);
    var last = all.removeLast();
    all.add(
        new Attempt(
            last.number(), last.startedAt(), Optional.of(at), outcome, errorClass, message));
    return all;
  }

  private StepState copy(
      StepStatus newStatus,
      List<Attempt> newAttempts,
      Map<String, CheckpointState> newCheckpoints,
      Optional<Point> newPoint,
      Optional<Point> newInterruptedPoint,
      Optional<Instant> newRetryAt,
      Optional<String> newError,
      Value newResult,
      Optional<String> newProgress) {
    return new StepState(
        path,
        description,
        newStatus,
        newAttempts,
        newCheckpoints,
        newPoint,
        newInterruptedPoint,
        newRetryAt,
        newError,
        newResult,
        newProgress);
  }
}
