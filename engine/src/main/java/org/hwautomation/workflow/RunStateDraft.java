package org.hwautomation.workflow;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Collects what one event changes of a {@link RunState}. */
final class RunStateDraft {
  private final RunState from;
  private Value.Fields values;
  private WorkflowStatus status;
  private Map<String, StepState> steps;
  private Optional<String> currentStep;
  private Optional<Event.CancelRequested> cancel;
  private Optional<Event.RunParked> parked;
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
    steps = from.steps();
    currentStep = from.currentStep();
    cancel = from.cancel();
    parked = from.parked();
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
    steps = from.stepsWith(path, change);
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
        from.definition(),
        values,
        from.lockKeys(),
        from.serverId(),
        from.deviceType(),
        status,
        steps,
        currentStep,
        cancel,
        parked,
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
