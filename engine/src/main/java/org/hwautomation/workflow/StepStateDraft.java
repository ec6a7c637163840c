package org.hwautomation.workflow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects what one event changes of a {@link StepState}. */
final class StepStateDraft {
  private final StepState from;
  private StepStatus status;
  private List<StepState.Attempt> attempts;
  private Map<String, StepState.CheckpointState> checkpoints;
  private Optional<StepState.Point> point;
  private Optional<StepState.Point> interruptedPoint;
  private Optional<Instant> retryAt;
  private Optional<String> error;
  private Value result;
  private Optional<String> lastProgress;
  private Optional<StepState.ApprovalState> approval;
  private Optional<String> limitAwaited;
  private Optional<Event.WindowAwaited> windowAwaited;
  private Optional<Event.StepSlow> slow;
  private Optional<SkipCause> skipped;
  private int points;
  private Set<String> reads;
  private long endedSeq;

  StepStateDraft(StepState from) {
    this.from = from;
    status = from.status();
    attempts = from.attempts();
    checkpoints = from.checkpoints();
    point = from.point();
    interruptedPoint = from.interruptedPoint();
    retryAt = from.retryAt();
    error = from.error();
    result = from.result();
    lastProgress = from.lastProgress();
    approval = from.approval();
    limitAwaited = from.limitAwaited();
    windowAwaited = from.windowAwaited();
    slow = from.slow();
    skipped = from.skipped();
    points = from.points();
    reads = from.reads();
    endedSeq = from.endedSeq();
  }

  /** A copy of a list with one more at its end. */
  static <T> List<T> more(List<T> list, T one) {
    var more = new ArrayList<>(list);
    more.add(one);
    return more;
  }

  StepStateDraft status(StepStatus now) {
    status = now;
    return this;
  }

  StepStateDraft attempts(List<StepState.Attempt> now) {
    attempts = now;
    return this;
  }

  StepStateDraft checkpoints(Map<String, StepState.CheckpointState> now) {
    checkpoints = now;
    return this;
  }

  StepStateDraft point(Optional<StepState.Point> now) {
    point = now;
    return this;
  }

  StepStateDraft interruptedPoint(Optional<StepState.Point> now) {
    interruptedPoint = now;
    return this;
  }

  StepStateDraft retryAt(Optional<Instant> now) {
    retryAt = now;
    return this;
  }

  StepStateDraft error(Optional<String> now) {
    error = now;
    return this;
  }

  StepStateDraft result(Value now) {
    result = now;
    return this;
  }

  StepStateDraft lastProgress(Optional<String> now) {
    lastProgress = now;
    return this;
  }

  StepStateDraft approval(Optional<StepState.ApprovalState> now) {
    approval = now;
    return this;
  }

  StepStateDraft limitAwaited(Optional<String> now) {
    limitAwaited = now;
    return this;
  }

  StepStateDraft windowAwaited(Optional<Event.WindowAwaited> now) {
    windowAwaited = now;
    return this;
  }

  StepStateDraft slow(Optional<Event.StepSlow> now) {
    slow = now;
    return this;
  }

  StepStateDraft skipped(Optional<SkipCause> now) {
    skipped = now;
    return this;
  }

  StepStateDraft points(int now) {
    points = now;
    return this;
  }

  StepStateDraft reads(Set<String> now) {
    reads = now;
    return this;
  }

  StepStateDraft endedSeq(long now) {
    endedSeq = now;
    return this;
  }

  StepState build() {
    return new StepState(
        from.path(),
        from.description(),
        status,
        attempts,
        checkpoints,
        point,
        interruptedPoint,
        retryAt,
        error,
        result,
        lastProgress,
        approval,
        limitAwaited,
        windowAwaited,
        slow,
        skipped,
        points,
        reads,
        endedSeq);
  }
}
