package org.hwautomation.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings one step of a run to its end: through its condition, its approval, a pause, its
 * maintenance window, its limits, and as many attempts as it takes.
 */
final class StepExecution {
  private final Branch branch;
  private final RunScope run;
  private final Mailbox mailbox;
  private final PlacedStep step;
  private final WindowGate window;
  // INVARIANT: what is held is claimed; what is claimed and not held stands in a queue
  private final Set<LimitClaim> claims = new LinkedHashSet<>();
  private final Set<LimitClaim> held = new LinkedHashSet<>();
  private @Nullable Due due;
  private boolean wanted;

  /** An instant of the journal, as this process's timers know it. */
  private record Due(Instant instant, long nanos) {}

  StepExecution(Branch branch, PlacedStep step) {
    this.branch = branch;
    this.run = branch.run();
    this.mailbox = branch.mailbox();
    this.step = step;
    this.window = new WindowGate(run, step);
  }

  /** As the journal has it now. */
  private StepState state() {
    return run.state().step(step.path());
  }

  StepEnd bring() {
    try {
      while (true) {
        mailbox.hearAll();
        var end = leftBehind();
        if (end.isPresent()) {
          return end.get();
        }
        var state = state();
        if (state.isOver()) {
          return endOf(state);
        }
        if (mailbox.isStopping()) {
          throw new RunStoppedException();
        }
        var ending = mayNotStart(state);
        end = ending.isPresent() ? endUnlessOver(ending.get()) : begins(state);
        if (end.isPresent()) {
          return end.get();
        }
      }
    } finally {
      giveLimitsBack();
    }
  }

  private static StepEnd endOf(StepState state) {
    if (state.isPassed()) {
      return StepEnd.COMPLETED;
    }
    return state.status() == StepStatus.FAILED ? StepEnd.FAILED : StepEnd.CANCELLED;
  }

  /** Passes one gate, waits before it, or makes an attempt. Empty to look at the step again. */
  private Optional<StepEnd> begins(StepState state) {
    if (state.retryAt().isPresent() && awaitDue(state.retryAt().get(), step.retry().cap())) {
      return Optional.empty();
    }
    if (!wanted) {
      return asked(state);
    }
    if (isPaused(run.state())) {
      giveLimitsBack();
      branch.events().write();
      mailbox.await();
      return Optional.empty();
    }
    if (step.step().approval().isPresent() && !isApproved(state)) {
      return approval(state, step.step().approval().get());
    }
    if (step.step().work() instanceof WorkflowStep.Work.Waits) {
      return endUnlessOver(StepEvents.approved(step, run.state().definition()), StepEnd.COMPLETED);
    }
    var action = run.action(step).orElseThrow();
    var closed = window.closed(state, action);
    if (closed.isPresent()) {
      awaitWindow(state, closed.get());
      return Optional.empty();
    }
    if (!hasLimits()) {
      branch.events().write();
      mailbox.await();
      return Optional.empty();
    }
    return attempt(action);
  }

  private boolean isPaused(RunState now) {
    // a pause does not hold up what a cancel waits for
    return now.paused().isPresent() && now.cancel().isEmpty() && !run.inbox().isCleaning();
  }

  /** Asks the step's condition, once. */
  private Optional<StepEnd> asked(StepState state) {
    wanted = true;
    var when = step.step().when();
    if (when.isEmpty() || !state.attempts().isEmpty() || state.approval().isPresent()) {
      return Optional.empty();
    }
    branch.events().write(); // so that the condition sees all that came before
    try {
      if (run.variables(step).holds(when.get())) {
        return Optional.empty();
      }
    } catch (ExpressionException e) {
      return endUnlessOver(StepEvents.failedUntried(step, e, run.secrets()), StepEnd.FAILED);
    }
    return endUnlessOver(StepEvents.conditionFalse(step.path(), when.get()), StepEnd.COMPLETED);
  }

  private Optional<StepEnd> endUnlessOver(Event event, StepEnd end) {
    return endUnlessOver(new StepEnding(event, end));
  }

  /** Ends the step, unless a command skipped it meanwhile. */
  private Optional<StepEnd> endUnlessOver(StepEnding ending) {
    return ending.event().isEmpty() || branch.events().writeUnlessOver(step, ending.event().get())
        ? Optional.of(ending.end())
        : Optional.empty();
  }

  private static boolean isApproved(StepState state) {
    return state
        .approval()
        .flatMap(StepState.ApprovalState::answer)
        .filter(Event.ApprovalAnswered::approved)
        .isPresent();
  }

  /** Asks for an approval, or waits for the answer. */
  private Optional<StepEnd> approval(StepState state, Approval wanted) {
    if (state.approval().isEmpty()) {
      branch
          .events()
          .writeUnlessOver(
              step,
              new Event.ApprovalRequested(
                  step.path(), wanted.role(), wanted.expires().map(run.time().now()::plus)));
      return Optional.empty();
    }
    var asked = state.approval().get();
    if (asked.answer().isPresent()) {
      return endUnlessOver(
          StepEvents.refused(step, asked.answer().get(), run.secrets()), StepEnd.FAILED);
    }
    branch.events().write();
    if (asked.expiresAt().isEmpty()) {
      mailbox.await();
    } else if (!awaitDue(asked.expiresAt().get(), wanted.expires().orElse(Duration.ZERO))) {
      var expired =
          StepEvents.notStarted(step, "the approval", wanted.expires().orElse(Duration.ZERO));
      // an answer that was taken at the last moment counts
      return branch.events().writeIf(this::awaitsApproval, List.of(expired))
          ? Optional.of(StepEnd.FAILED)
          : Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * Waits for an instant, or for anything that comes before.
   *
   * @param longest no wait is longer, however the wall clock was set
   * @return false if it has passed
   */
  private boolean awaitDue(Instant instant, Duration longest) {
    var now = run.time().nanos();
    if (due == null || !due.instant().equals(instant)) {
      var left = Duration.between(run.time().now(), instant);
      due = new Due(instant, now + (left.compareTo(longest) > 0 ? longest : left).toNanos());
    }
    var left = due.nanos() - now;
    if (left <= 0) {
      return false;
    }
    giveLimitsBack();
    mailbox.await(Duration.ofNanos(left));
    return true;
  }

  private void awaitWindow(StepState state, MaintenanceWindows.Answer.Closed closed) {
    giveLimitsBack();
    var awaited = new Event.WindowAwaited(step.path(), closed.window(), closed.opens());
    if (!state.windowAwaited().equals(Optional.of(awaited))) {
      branch.events().writeUnlessOver(step, awaited);
    }
    branch.events().write();
    mailbox.await(window.patience(closed));
  }

  /** Takes the step's limits in the order of their names; false while one is full. */
  private boolean hasLimits() {
    for (var name : step.step().limits()) {
      var claim = run.limits().claim(name, run.state(), step.path());
      if (held.contains(claim)) {
        continue;
      }
      claims.add(claim);
      if (!run.limits().take(claim, run.inbox()::lookAgain)) {
        if (!state().limitAwaited().equals(Optional.of(name))) {
          branch.events().writeUnlessOver(step, new Event.LimitAwaited(step.path(), name));
        }
        return false;
      }
      held.add(claim);
    }
    return true;
  }

  private void giveLimitsBack() {
    claims.forEach(run.limits()::release);
    claims.clear();
    held.clear();
  }

  /**
   * True if a cancel, and the deadline with it, wait for one more attempt: it adopts a point of no
   * return that the one before was cut off in, so that the server is not left on its way.
   */
  private boolean settlesFirst(StepState state) {
    return !run.inbox().isCleaning()
        && branch.cutShort().isPresent()
        && state.interruptedPoint().isPresent()
        && ParkRules.adopts(run.action(step));
  }

  /**
   * How a step ends of which no further attempt may be made, or parks its run; empty if one may.
   */
  private Optional<StepEnding> mayNotStart(StepState state) {
    var cleaning = run.inbox().isCleaning();
    if (cleaning && run.inbox().isPastBudget()) {
      return Optional.of(
          new StepEnding(
              StepEvents.notStarted(step, "the budget for clean-up", run.settings().cleanBudget()),
              StepEnd.FAILED));
    }
    var ends = branch.cutShort().isPresent() || (!cleaning && run.inbox().isPastDeadline());
    if (ends && !settlesFirst(state)) {
      return Optional.of(untried(state));
    }
    if (step.step().work() instanceof WorkflowStep.Work.Waits) {
      return Optional.empty();
    }
    var problem = ParkRules.whyPark(step, state, run.action(step));
    if (problem.isEmpty()) {
      return Optional.empty();
    }
    if (!run.isCancelled()) {
      throw new RunStoppedException(problem.get());
    }
    // somebody wants the run to end: it does not wait for a person
    if (!cleaning) {
      return Optional.of(untried(state));
    }
    var message =
        state
            .interruptedPoint()
            .map(point -> StepEvents.unsettled(step.path(), point, whyUnsettled(state)))
            .orElse(problem.get().message());
    return Optional.of(
        new StepEnding(
            StepEvents.cutOff(step.path(), message, SkipCause.CANCELLED), StepEnd.CANCELLED));
  }

  private StepEnding untried(StepState state) {
    var cause = branch.cutShort();
    if (cause.isPresent() && state.attempts().isEmpty() && state.unsettledPoint().isEmpty()) {
      var said = run.inbox().isCleaning() || state.approval().isPresent();
      var event = StepEvents.cutOff(step.path(), notTried(), cause.get());
      return new StepEnding(said ? Optional.of(event) : Optional.empty(), StepEnd.CANCELLED);
    }
    return AttemptVerdict.cutOff(branch, step, Optional.empty(), Optional.of(whyUnsettled(state)));
  }

  private String notTried() {
    return run.inbox().isCleaning() ? "clean-up was cut short" : StepEvents.CANCELLED;
  }

  private String whyUnsettled(StepState state) {
    var action = run.action(step);
    if (action.isEmpty()) {
      return ParkRules.missing(step);
    }
    return state
        .error()
        .filter(said -> ParkRules.adopts(action))
        .orElse("the step can't find out by itself");
  }

  /** Makes one attempt. Empty if the step is to be tried again. */
  private Optional<StepEnd> attempt(Action action) {
    var number = state().attempts().size() + 1;
    var started = new Event.AttemptStarted(step.path(), number);
    if (!branch.events().writeIf(this::mayBegin, List.of(started))) {
      return Optional.empty(); // paused or skipped at the last moment
    }
    run.journal().clearProgress();
    var attempt = new RunAttempt(branch, step, number, action);
    if (settlesFirst(state())) {
      attempt.interrupt(RunAttempt.Cause.CANCEL); // once it has
    }
    var ended = branch.supervision().watch(attempt, action, this::handOver);
    giveLimitsBack();
    window.refused(attempt.closedFor());
    return new AttemptVerdict(branch, attempt, step).on(Optional.of(ended));
  }

  /** The attempt keeps this thread; the branch goes on without it. */
  private void handOver(boolean stepGoesOn) {
    if (stepGoesOn) {
      giveLimitsBack();
    } else {
      // it counts under its limits until this process gives its runs up
      claims.clear();
    }
  }

  /** Judges the attempt that the thread before this one was given up with, if one was. */
  private Optional<StepEnd> leftBehind() {
    return branch
        .supervision()
        .leftBehind(step)
        .flatMap(attempt -> new AttemptVerdict(branch, attempt, step).on(Optional.empty()));
  }

  private boolean awaitsApproval(RunState now) {
    return now.step(step.path()).approvalAwaited().isPresent();
  }

  private boolean mayBegin(RunState now) {
    return !now.step(step.path()).isOver() && !isPaused(now);
  }
}
