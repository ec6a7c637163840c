package org.hwautomation.workflow;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Collects what one event changes of a {@link RunState}. */
final class RunStateDraft {
  private final RunState from;
  private Value.Fields values;
  private WorkflowStatus status;
  private StepTable steps;
  private int stepsCompleted;
  private Set<String> active;
  private Optional<String> currentStep;
  private Optional<Event.CancelRequested> cancel;
  private Optional<Event.RunParked> parked;
  private Optional<Event.RunPaused> paused;
  private Optional<Event.WindowOverridden> windowOverridden;
  private Set<String> locksAwaited;
  private Optional<String> rollback;
  private Optional<String> owner;
  private Optional<String> error;
  private Optional<String> failedStep;
  private boolean held;
  private Optional<String> notCleaned;
  private Optional<Instant> endedAt;

  RunStateDraft(RunState from) {
    this.from = from;
    values = from.values();
    status = from.status();
    steps = (StepTable) from.steps();
    stepsCompleted = from.stepsCompleted();
    active = from.active();
    currentStep = from.currentStep();
    cancel = from.cancel();
    parked = from.parked();
    paused = from.paused();
    windowOverridden = from.windowOverridden();
    locksAwaited = from.locksAwaited();
    rollback = from.rollback();
    owner = from.owner();
    error = from.error();
    failedStep = from.failedStep();
    held = from.held();
    notCleaned = from.notCleaned();
    endedAt = from.endedAt();
  }

  RunStateDraft values(Value.Fields now) {
    values = now;
    return this;
  }

  RunStateDraft status(WorkflowStatus now) {
    status = now;
    return this;
  }

  RunStateDraft current(String step) {
    currentStep = Optional.of(step);
    return this;
  }

  RunStateDraft step(String path, UnaryOperator<StepState> change) {
    var before = from.step(path);
    var after = change.apply(before);
    steps = from.stepsWith(after);
    active = from.activeWith(after);
    stepsCompleted += from.completedWith(before, after);
    return this;
  }

  RunStateDraft cancel(Event.CancelRequested request) {
    cancel = Optional.of(request);
    return this;
  }

  RunStateDraft parked(Optional<Event.RunParked> now) {
    parked = now;
    return this;
  }

  RunStateDraft paused(Optional<Event.RunPaused> now) {
    paused = now;
    return this;
  }

  RunStateDraft windowOverridden(Event.WindowOverridden event) {
    windowOverridden = Optional.of(event);
    return this;
  }

  RunStateDraft locksAwaited(Set<String> keys) {
    locksAwaited = keys;
    return this;
  }

  RunStateDraft rollback(String reason) {
    rollback = Optional.of(reason);
    return this;
  }

  RunStateDraft owner(Optional<String> now) {
    owner = now;
    return this;
  }

  RunStateDraft held(boolean now) {
    held = now;
    return this;
  }

  RunStateDraft ended(Event.RunEnded event, Instant at) {
    status = event.status();
    error = event.error();
    failedStep = event.failedStep();
    held = event.held();
    notCleaned = event.notCleaned();
    endedAt = Optional.of(at);
    owner = Optional.empty();
    return this;
  }

  RunState build(JournalEntry entry) {
    return new RunState(
        from.runId(),
        from.workflowId(),
        from.rootRunId(),
        from.resumedFrom(),
        from.purpose(),
        from.definition(),
        from.inputs(),
        values,
        from.lockKeys(),
        from.serverId(),
        from.deviceType(),
        status,
        steps,
        from.totalSteps(),
        stepsCompleted,
        active,
        currentStep,
        cancel,
        parked,
        paused,
        windowOverridden,
        locksAwaited,
        rollback,
        error,
        failedStep,
        held,
        notCleaned,
        from.createdAt(),
        endedAt,
        entry.at(),
        entry.seq(),
        entry.epoch(),
        owner);
  }
}
