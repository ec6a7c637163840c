package org.hwautomation.workflow;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A run as its journal tells it: the fold over its entries, the same live and after a restart.
 * Immutable.
 *
 * @param inputs what the run was given
 * @param values what the run was given and what its steps left
 * @param steps by path: in the definition's order, then those for every ending, then those that are
 *     run when it is rolled back
 * @param totalSteps how many of them are run in a run that nothing goes wrong in
 * @param stepsCompleted how many of those are completed or skipped
 * @param active paths of the steps that have begun and are not over
 * @param cancel who wants it to end and why
 * @param parked why nobody executes it
 * @param paused who paused it and why
 * @param windowOverridden who wants it to wait for no maintenance window, and why
 * @param locksAwaited the keys it waits for
 * @param rollback why what it did is being undone
 * @param failedStep the step whose failure ended it
 */
public record RunState(
    String runId,
    String workflowId,
    String rootRunId,
    Optional<String> resumedFrom,
    Optional<RunPurpose> purpose,
    WorkflowDefinition definition,
    Value.Fields inputs,
    Value.Fields values,
    Set<String> lockKeys,
    Optional<String> serverId,
    Optional<String> deviceType,
    WorkflowStatus status,
    Map<String, StepState> steps,
    int totalSteps,
    int stepsCompleted,
    Set<String> active,
    Optional<String> currentStep,
    Optional<Event.CancelRequested> cancel,
    Optional<Event.RunParked> parked,
    Optional<Event.RunPaused> paused,
    Optional<Event.WindowOverridden> windowOverridden,
    Set<String> locksAwaited,
    Optional<String> rollback,
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
    steps = steps instanceof StepTable ? steps : StepTable.of(steps.values());
    lockKeys = Set.copyOf(lockKeys);
  }

  /**
   * Folds a whole journal.
   *
   * @return empty if there are no entries
   * @throws UnknownEventException if an entry's type or format is not known to this version
   */
  public static Optional<RunState> of(List<JournalEntry> entries) {
    return of(entries, WorkflowDefinition::read);
  }

  /**
   * As {@link #of(List)}.
   *
   * @param definitions as {@link WorkflowDefinition#read}, which runs of one definition may share
   */
  static Optional<RunState> of(
      List<JournalEntry> entries, Function<Value.Fields, WorkflowDefinition> definitions) {
    RunState state = null;
    for (var entry : entries) {
      var event = EventCodec.read(entry).orElseThrow(() -> new UnknownEventException(entry));
      state = state == null ? begin(entry, event, definitions) : state.apply(entry, event);
    }
    return Optional.ofNullable(state);
  }

  private static RunState begin(
      JournalEntry entry, Event first, Function<Value.Fields, WorkflowDefinition> definitions) {
    if (!(first instanceof Event.RunStarted started)) {
      throw new WorkflowException(
          "the journal of run " + entry.runId() + " does not begin with its start");
    }
    return begin(entry, started, definitions.apply(started.definition()));
  }

  /**
   * The state of a run whose journal begins with {@code entry}.
   *
   * @param definition as it is read from {@code started}
   */
  static RunState begin(
      JournalEntry entry, Event.RunStarted started, WorkflowDefinition definition) {
    var placed = definition.placed().values();
    var steps =
        StepTable.of(
            placed.stream()
                .map(step -> StepState.pending(step.path(), step.description()))
                .toList());
    return new RunState(
        entry.runId(),
        started.workflowId(),
        started.rootRunId(),
        started.resumedFrom(),
        started.purpose(),
        definition,
        started.values(),
        started.values(),
        started.lockKeys(),
        started.serverId(),
        started.deviceType(),
        WorkflowStatus.PENDING,
        steps,
        (int) placed.stream().filter(RunState::counts).count(),
        0,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
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

  private static boolean counts(PlacedStep step) {
    return step.role() == PlacedStep.Role.MAIN || step.role() == PlacedStep.Role.ALWAYS;
  }

  /** The state of a run whose journal begins with {@code entry}. */
  static RunState first(JournalEntry entry) {
    return begin(
        entry,
        EventCodec.read(entry).orElseThrow(() -> new UnknownEventException(entry)),
        WorkflowDefinition::read);
  }

  /** The state after one more entry. */
  RunState apply(JournalEntry entry, Event event) {
    var at = entry.at();
    var seq = entry.seq();
    var next =
        switch (event) {
          case Event.RunStarted e ->
              throw new WorkflowException("run " + runId + " was started twice in its journal");
          case Event.RunOwned e -> draft().owner(Optional.of(e.owner())).parked(Optional.empty());
          case Event.LocksAwaited e -> draft().locksAwaited(e.keys());
          case Event.LocksTaken e -> draft().locksAwaited(Set.of());
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
                          step.entered(
                              new StepState.Point(e.description(), e.expected(), at, false)));
          case Event.PointOverdue e -> draft().step(e.step(), StepState::overdue);
          case Event.PointExited e -> draft().step(e.step(), StepState::exited);
          case Event.StepCompleted e ->
              draft()
                  .values(values.with(e.values()))
                  .step(e.step(), step -> step.completed(at, e, seq));
          case Event.StepAdopted e -> draft().step(e.step(), step -> step.adopted(at, e, seq));
          case Event.PointCarried e ->
              draft()
                  .step(
                      e.step(),
                      step ->
                          step.carried(
                              new StepState.Point(e.description(), e.expected(), at, false)));
          case Event.PointsPassed e -> draft().step(e.step(), step -> step.passed(e.points()));
          case Event.AttemptFailed e -> draft().step(e.step(), step -> step.failed(at, e, seq));
          case Event.AttemptInterrupted e ->
              draft().step(e.step(), step -> step.interrupted(at, e));
          case Event.StepSkipped e -> draft().step(e.step(), step -> step.skipped(at, e, seq));
          case Event.ApprovalRequested e ->
              draft()
                  .status(WorkflowStatus.RUNNING)
                  .current(e.step())
                  .step(
                      e.step(),
                      step ->
                          step.asked(
                              new StepState.ApprovalState(
                                  e.role(), at, e.expiresAt(), Optional.empty())));
          case Event.ApprovalAnswered e -> draft().step(e.step(), step -> step.answered(e));
          case Event.LimitAwaited e ->
              draft()
                  .status(WorkflowStatus.RUNNING)
                  .current(e.step())
                  .step(e.step(), step -> step.awaitingLimit(e.limit()));
          case Event.WindowAwaited e ->
              draft()
                  .status(WorkflowStatus.RUNNING)
                  .current(e.step())
                  .step(e.step(), step -> step.awaitingWindow(e));
          case Event.WindowOverridden e -> draft().windowOverridden(e);
          case Event.StepSlow e -> draft().step(e.step(), step -> step.slowed(e));
          case Event.RunPaused e -> draft().paused(Optional.of(e));
          case Event.RunResumed e -> draft().paused(Optional.empty());
          case Event.CancelRequested e -> draft().cancel(e);
          case Event.CommandRefused e -> draft();
          case Event.RunParked e ->
              // an attempt that lingers is still ours: nobody may take the run over
              draft()
                  .parked(Optional.of(e))
                  .owner(e.reason() == ParkReason.ATTEMPT_LINGERS ? owner : Optional.empty());
          case Event.RunUnparked e -> draft().parked(Optional.empty());
          case Event.RollbackStarted e -> draft().rollback(e.reason());
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
    if (cancel.filter(Event.CancelRequested::isForced).isPresent()) {
      return Phase.CANCELLING;
    }
    if (rollback.isPresent()) {
      return Phase.ROLLING_BACK;
    }
    if (cancel.isPresent()) {
      return Phase.CANCELLING;
    }
    if (!locksAwaited.isEmpty()) {
      return paused.isPresent() ? Phase.PAUSED : Phase.WAITING_FOR_LOCK;
    }
    if (anyActive(step -> step.point().filter(StepState.Point::overdue).isPresent())) {
      return Phase.OVERDUE;
    }
    if (anyActive(step -> step.approvalAwaited().isPresent())) {
      return Phase.WAITING_FOR_APPROVAL;
    }
    if (anyActive(step -> step.slow().isPresent())) {
      return Phase.SLOW;
    }
    if (anyActive(StepState::isRunning)) {
      return Phase.NONE;
    }
    if (paused.isPresent()) {
      return Phase.PAUSED;
    }
    if (anyActive(step -> step.windowAwaited().isPresent())) {
      return Phase.WAITING_FOR_WINDOW;
    }
    if (anyActive(step -> step.limitAwaited().isPresent())) {
      return Phase.WAITING_FOR_LIMIT;
    }
    return anyActive(step -> step.retryAt().isPresent()) ? Phase.BACKING_OFF : Phase.NONE;
  }

  private boolean anyActive(Predicate<StepState> test) {
    for (var path : active) {
      if (test.test(step(path))) {
        return true;
      }
    }
    return false;
  }

  /** The steps that have begun and are not over. */
  public Stream<StepState> activeSteps() {
    return active.stream().map(this::step);
  }

  /** The place of a step in the definition, from 1; 0 if it has none. */
  public int number(String step) {
    return steps.containsKey(step) ? ((StepTable) steps).place(step) + 1 : 0;
  }

  /** The point of no return that is open now. */
  public Optional<StepState.Point> openPoint() {
    return activeSteps().flatMap(step -> step.point().stream()).findFirst();
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

  /** Its steps for every ending and for a rollback that should have run and did not succeed. */
  Optional<String> notDone(Set<PlacedStep.Role> roles) {
    var missing =
        definition.placed().values().stream()
            .filter(placed -> roles.contains(placed.role()))
            .map(placed -> step(placed.path()))
            .filter(step -> step.isOver() && !step.isPassed())
            .map(step -> step.path() + ": " + step.error().orElse("failed"))
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(Limits.cut(String.join("; ", missing)));
  }

  private RunStateDraft draft() {
    return new RunStateDraft(this);
  }

  /**
   * The step at {@code path}.
   *
   * @throws WorkflowException if the definition has none there
   */
  public StepState step(String path) {
    var step = steps.get(path);
    if (step == null) {
      throw new WorkflowException(
          "the journal of run " + runId + " names step " + path + ", which its definition lacks");
    }
    return step;
  }

  /** A copy of the steps with one of them changed. */
  StepTable stepsWith(StepState changed) {
    return ((StepTable) steps).with(changed);
  }

  /** A copy of the active steps after one changed. */
  Set<String> activeWith(StepState changed) {
    var begun =
        !changed.isOver()
            && (changed.status() == StepStatus.RUNNING
                || changed.approvalAwaited().isPresent()
                || changed.limitAwaited().isPresent()
                || changed.windowAwaited().isPresent());
    if (begun == active.contains(changed.path())) {
      return active;
    }
    if (active.isEmpty()) {
      return Set.of(changed.path());
    }
    if (!begun && active.size() == 1) {
      return Set.of();
    }
    var copy = new LinkedHashSet<>(active);
    if (begun) {
      copy.add(changed.path());
    } else {
      copy.remove(changed.path());
    }
    return copy;
  }

  /** By how much the number of completed steps changes with a step. */
  int completedWith(StepState before, StepState after) {
    var counted = ((StepTable) steps).place(after.path()) < totalSteps;
    return counted ? done(after) - done(before) : 0;
  }

  private static int done(StepState step) {
    return step.status() == StepStatus.COMPLETED || step.status() == StepStatus.SKIPPED ? 1 : 0;
  }
}
