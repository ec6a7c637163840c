package org.hwautomation.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has happened to a step of a run. Immutable; part of {@link RunState}.
 *
 * @param attempts every attempt, oldest first
 * @param point the point of no return that is open now
 * @param interruptedPoint the point that the attempt before was cut off in
 * @param retryAt when the next attempt is due, while backing off
 * @param approval what was asked of a person before its first attempt
 * @param limitAwaited the limit it waits for
 * @param windowAwaited the maintenance window it waits for
 * @param slow since when the attempt takes longer than usual
 * @param skipped why it was not run
 * @param points how many points of no return it passed
 * @param reads what it read of the values that the run was given; {@code *} for all
 * @param endedSeq the journal entry that ended it; 0 while it is not over
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
    Optional<String> lastProgress,
    Optional<ApprovalState> approval,
    Optional<String> limitAwaited,
    Optional<Event.WindowAwaited> windowAwaited,
    Optional<Event.StepSlow> slow,
    Optional<SkipCause> skipped,
    int points,
    Set<String> reads,
    long endedSeq) {

  /** A question to a person, with the answer. */
  public record ApprovalState(
      String role,
      Instant askedAt,
      Optional<Instant> expiresAt,
      Optional<Event.ApprovalAnswered> answer) {}

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
    checkpoints =
        checkpoints.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(checkpoints));
    reads = Set.copyOf(reads);
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
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Set.of(),
        0);
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

  /** True if the run goes on behind it: completed, or left out on purpose. */
  public boolean isPassed() {
    return status == StepStatus.COMPLETED || skipped.filter(SkipCause::goesOn).isPresent();
  }

  /** True while an attempt of it is running. */
  public boolean isRunning() {
    return !attempts.isEmpty() && attempts.getLast().outcome() == Outcome.RUNNING;
  }

  /** The question to a person that has no answer yet. */
  public Optional<ApprovalState> approvalAwaited() {
    return isOver() ? Optional.empty() : approval.filter(asked -> asked.answer().isEmpty());
  }

  StepState started(int number, Instant at) {
    return draft()
        .status(StepStatus.RUNNING)
        .attempts(
            StepStateDraft.more(
                attempts,
                new Attempt(
                    number,
                    at,
                    Optional.empty(),
                    Outcome.RUNNING,
                    Optional.empty(),
                    Optional.empty())))
        .point(Optional.empty())
        .retryAt(Optional.empty())
        .limitAwaited(Optional.empty())
        .windowAwaited(Optional.empty())
        .error(Optional.empty())
        .result(Value.Null.INSTANCE)
        .build();
  }

  StepState kept(String name, CheckpointState checkpoint) {
    var more = new LinkedHashMap<>(checkpoints);
    more.put(name, checkpoint);
    return draft().checkpoints(more).build();
  }

  StepState carried(Point from) {
    return draft().interruptedPoint(Optional.of(from)).build();
  }

  StepState entered(Point now) {
    return draft().point(Optional.of(now)).interruptedPoint(Optional.empty()).build();
  }

  StepState overdue() {
    return draft()
        .point(point.map(p -> new Point(p.description(), p.expected(), p.enteredAt(), true)))
        .build();
  }

  StepState passed(int more) {
    return draft().points(points + more).build();
  }

  StepState exited() {
    return draft().point(Optional.empty()).points(points + 1).build();
  }

  StepState asked(ApprovalState question) {
    return draft().approval(Optional.of(question)).build();
  }

  StepState answered(Event.ApprovalAnswered answer) {
    return draft()
        .approval(
            approval.map(
                asked ->
                    new ApprovalState(
                        asked.role(), asked.askedAt(), asked.expiresAt(), Optional.of(answer))))
        .build();
  }

  StepState awaitingLimit(String limit) {
    return draft().limitAwaited(Optional.of(limit)).build();
  }

  StepState awaitingWindow(Event.WindowAwaited event) {
    return draft().windowAwaited(Optional.of(event)).limitAwaited(Optional.empty()).build();
  }

  /** Only what runs is slow: the event may come as the attempt ends. */
  StepState slowed(Event.StepSlow event) {
    return isRunning() ? draft().slow(Optional.of(event)).build() : this;
  }

  StepState completed(Instant at, Event.StepCompleted event, long seq) {
    return over(StepStatus.COMPLETED, at, Outcome.COMPLETED, seq)
        .interruptedPoint(Optional.empty())
        .error(Optional.empty())
        .result(event.result())
        .lastProgress(event.lastProgress().or(() -> lastProgress))
        .reads(event.reads())
        .build();
  }

  StepState adopted(Instant at, Event.StepAdopted event, long seq) {
    return over(StepStatus.COMPLETED, at, Outcome.COMPLETED, seq)
        .result(event.result())
        .points(event.points().orElse(0))
        .reads(event.reads())
        .build();
  }

  StepState failed(Instant at, Event.AttemptFailed event, long seq) {
    var again = event.retryAt().isPresent();
    return ended(
            again ? StepStatus.RUNNING : StepStatus.FAILED,
            at,
            Outcome.FAILED,
            Optional.of(event.errorClass()),
            Optional.of(event.message()))
        .retryAt(event.retryAt())
        .error(Optional.of(event.message()))
        .lastProgress(event.lastProgress().or(() -> lastProgress))
        .endedSeq(again ? 0 : seq)
        .build();
  }

  StepState interrupted(Instant at, Event.AttemptInterrupted event) {
    return ended(
            StepStatus.PENDING,
            at,
            event.crash() ? Outcome.INTERRUPTED : Outcome.STOPPED,
            Optional.empty(),
            Optional.of(event.reason()))
        .error(Optional.of(event.reason()))
        .lastProgress(event.lastProgress().or(() -> lastProgress))
        .build();
  }

  StepState skipped(Instant at, Event.StepSkipped event, long seq) {
    return ended(
            StepStatus.SKIPPED,
            at,
            Outcome.CANCELLED,
            Optional.empty(),
            Optional.of(event.reason()))
        .error(Optional.of(event.reason()))
        .skipped(Optional.of(event.cause().orElse(SkipCause.CANCELLED)))
        .endedSeq(seq)
        .build();
  }

  private StepStateDraft over(StepStatus now, Instant at, Outcome outcome, long seq) {
    return ended(now, at, outcome, Optional.empty(), Optional.empty()).endedSeq(seq);
  }

  /** What the end of any attempt does: the point it was in is cut off, nothing is awaited. */
  private StepStateDraft ended(
      StepStatus now,
      Instant at,
      Outcome outcome,
      Optional<ErrorClass> errorClass,
      Optional<String> message) {
    return draft()
        .status(now)
        .attempts(closeLast(at, outcome, errorClass, message))
        .point(Optional.empty())
        .interruptedPoint(point.or(() -> interruptedPoint))
        .retryAt(Optional.empty())
        .limitAwaited(Optional.empty())
        .windowAwaited(Optional.empty())
        .slow(Optional.empty())
        .result(Value.Null.INSTANCE);
  }

  private List<Attempt> closeLast(
      Instant at, Outcome outcome, Optional<ErrorClass> errorClass, Optional<String> message) {
    if (!isRunning()) {
      return attempts;
    }
    var last = attempts.getLast();
    return StepStateDraft.more(
        attempts.subList(0, attempts.size() - 1),
        new Attempt(
            last.number(), last.startedAt(), Optional.of(at), outcome, errorClass, message));
  }

  private StepStateDraft draft() {
    return new StepStateDraft(this);
  }
}
