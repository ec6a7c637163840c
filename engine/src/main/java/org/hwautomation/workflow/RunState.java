package org.hwautomation.workflow;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A run as its journal tells it: the fold over its entries, the same live and after a restart.
 * Immutable.
 *
 * @param values what the run was given and what its steps left
 * @param steps by path, in the definition's order, those for every ending last
 * @param cancel who wants it to end and why
 * @param parked why nobody executes it
 * @param failedStep the step whose failure ended it
 */
public record RunState(
    String runId,
    String workflowId,
    String rootRunId,
    Optional<String> resumedFrom,
    WorkflowDefinition definition,
    Value.Fields values,
    Set<String> lockKeys,
    Optional<String> serverId,
    Optional<String> deviceType,
    WorkflowStatus status,
    Map<String, StepState> steps,
    Optional<String> currentStep,
    Optional<Event.CancelRequested> cancel,
    Optional<Event.RunParked> parked,
    Optional<String> error,
    Optional<String> failedStep,
    boolean held,
    Optional<String> notCleaned,
    Instant createdAt,
    Optional<Instant> endedAt,
    Instant lastEventAt,
    long lastSeq,
    long epoch,
    Optional<String> owner) {

  public RunState {
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    lockKeys = Set.copyOf(lockKeys);
  }

  /**
   * Folds a whole journal.
   *
   * @return empty if there are no entries
   * @throws UnknownEventException if an entry's type or format is not known to this version
   */
  public static Optional<RunState> of(List<JournalEntry> entries) {
    RunState state = null;
    for (var entry : entries) {
      var event = EventCodec.read(entry).orElseThrow(() -> new UnknownEventException(entry));
      state = state == null ? begin(entry, event) : state.apply(entry, event);
    }
    return Optional.ofNullable(state);
  }

  private static RunState begin(JournalEntry entry, Event first) {
    if (!(first instanceof Event.RunStarted started)) {
      throw new WorkflowException(
          "the journal of run " + entry.runId() + " does not begin with its start");
    }
    var definition = WorkflowDefinition.read(started.definition());
    var steps = new LinkedHashMap<String, StepState>();
    for (var step : definition.placed().values()) {
      steps.put(step.path(), StepState.pending(step.path(), step.description()));
    }
    return new RunState(
        entry.runId(),
        started.workflowId(),
        started.rootRunId(),
        started.resumedFrom(),
        definition,
        started.values(),
        started.lockKeys(),
        started.serverId(),
        started.deviceType(),
        WorkflowStatus.PENDING,
        steps,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        entry.at(),
        Optional.empty(),
        entry.at(),
        entry.seq(),
        entry.epoch(),
        Optional.empty());
  }

  /** The state of a run whose journal begins with {@code entry}. */
  static RunState first(JournalEntry entry) {
    return begin(entry, EventCodec.read(entry).orElseThrow(() -> new UnknownEventException(entry)));
  }

  /** The state after one more entry. */
  RunState apply(JournalEntry entry, Event event) {
    var at = entry.at();
    var next =
        switch (event) {
          case Event.RunStarted e ->
              throw new WorkflowException("run " + runId + " was started twice in its journal");
          case Event.RunOwned e -> draft().owner(Optional.of(e.owner())).parked(Optional.empty());
          case Event.AttemptStarted e ->
              draft()
                  .status(WorkflowStatus.RUNNING)
                  .current(e.step())
                  .step(e.step(), step -> step.started(e.attempt(), at));
          case Event.CheckpointSaved e ->
              draft()
                  .step(
                      e.step(),
                      step ->
                          step.kept(
                              e.name(),
                              new StepState.CheckpointState(e.value(), e.inputsHash(), at)));
          case Event.PointEntered e ->
              draft()
                  .step(
                      e.step(),
                      step ->
                          step.inPoint(
                              Optional.of(
                                  new StepState.Point(e.description(), e.expected(), at, false))));
          case Event.PointOverdue e ->
              draft()
                  .step(
                      e.step(),
                      step ->
                          step.inPoint(
                              step.point()
                                  .map(
                                      p ->
                                          new StepState.Point(
                                              p.description(),
                                              p.expected(),
                                              p.enteredAt(),
                                              true))));
          case Event.PointExited e ->
              draft().step(e.step(), step -> step.inPoint(Optional.empty()));
          case Event.StepCompleted e ->
              draft()
                  .values(values.with(e.values()))
                  .step(e.step(), step -> step.completed(at, e.result(), e.lastProgress()));
          case Event.StepAdopted e ->
              draft().step(e.step(), step -> step.completed(at, e.result(), Optional.empty()));
          case Event.PointCarried e ->
              draft()
                  .step(
                      e.step(),
                      step ->
                          step.carried(
                              new StepState.Point(e.description(), e.expected(), at, false)));
          case Event.AttemptFailed e -> draft().step(e.step(), step -> step.failed(at, e));
          case Event.AttemptInterrupted e ->
              draft().step(e.step(), step -> step.interrupted(at, e));
          case Event.StepSkipped e -> draft().step(e.step(), step -> step.skipped(at, e.reason()));
          case Event.CancelRequested e -> draft().cancel(e);
          case Event.RunParked e ->
              // an attempt that lingers is still ours: nobody may take the run over
              draft()
                  .parked(Optional.of(e))
                  .owner(e.reason() == ParkReason.ATTEMPT_LINGERS ? owner : Optional.empty());
          case Event.RunUnparked e -> draft().parked(Optional.empty());
          case Event.RunEnded e -> draft().ended(e, at);
          case Event.RunReleased e -> draft().held(false);
        };
    return next.build(entry);
  }

  /** What it is doing within its status. */
  public Phase phase() {
    if (held) {
      return Phase.HELD;
    }
    if (status.isTerminal()) {
      return Phase.NONE;
    }
    if (parked.isPresent()) {
      return Phase.PARKED;
    }
    if (cancel.isPresent()) {
      return Phase.CANCELLING;
    }
    var step = currentStep.map(steps::get);
    if (step.flatMap(StepState::point).filter(StepState.Point::overdue).isPresent()) {
      return Phase.OVERDUE;
    }
    return step.flatMap(StepState::retryAt).isPresent() ? Phase.BACKING_OFF : Phase.NONE;
  }

  /** Completed and skipped steps. */
  public int stepsCompleted() {
    return (int)
        steps.values().stream()
            .filter(s -> s.status() == StepStatus.COMPLETED || s.status() == StepStatus.SKIPPED)
            .count();
  }

  /** The place of a step in the definition, from 1. */
  public int number(String step) {
    var number = 1;
    for (var path : steps.keySet()) {
      if (path.equals(step)) {
        return number;
      }
      number++;
    }
    return 0;
  }

  /** The point of no return that is open now. */
  public Optional<StepState.Point> openPoint() {
    return steps.values().stream().flatMap(step -> step.point().stream()).findFirst();
  }

  /**
   * The point of no return that a cancel waits for although it is not open: an attempt was cut off
   * in it, and the next one has yet to find out how that went.
   */
  public Optional<StepState.Point> awaitedPoint() {
    return status.isTerminal() || cancel.isEmpty()
        ? Optional.empty()
        : steps.values().stream()
            .filter(step -> !step.isOver())
            .flatMap(step -> step.interruptedPoint().stream())
            .findFirst();
  }

  private RunStateDraft draft() {
    return new RunStateDraft(this);
  }

  /** The step at {@code path}; it must be in the definition. */
  StepState step(String path) {
    var step = steps.get(path);
    if (step == null) {
      throw new WorkflowException(
          "the journal of run " + runId + " names step " + path + ", which its definition lacks");
    }
    return step;
  }

  /** A copy of the steps with one of them changed. */
  Map<String, StepState> stepsWith(String path, UnaryOperator<StepState> change) {
    var changed = new LinkedHashMap<>(steps);
    changed.put(path, change.apply(step(path)));
    return changed;
  }
}
