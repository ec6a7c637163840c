package org.hwautomation.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Brings one step of a run to its end, through as many attempts as it takes. */
final class StepExecution {
  private final RunScope scope;
  private final RunInbox inbox;
  private final Supervision supervision;
  private final PlacedStep step;

  StepExecution(RunScope scope, Supervision supervision, PlacedStep step) {
    this.scope = scope;
    this.inbox = scope.inbox();
    this.supervision = supervision;
    this.step = step;
  }

  /** As the journal has it now. */
  private StepState state() {
    return scope.journal().state().step(step.path());
  }

  StepEnd bring() throws InterruptedException {
    switch (state().status()) {
      case COMPLETED -> {
        return StepEnd.COMPLETED;
      }
      case FAILED -> {
        return StepEnd.FAILED;
      }
      case SKIPPED -> {
        return StepEnd.CANCELLED;
      }
      default -> {}
    }
    while (true) {
      backOff();
      inbox.hearAll();
      if (inbox.isStopping()) {
        throw new RunStoppedException();
      }
      var end = mayNotStart();
      if (end.isEmpty()) {
        end = attempt(scope.action(step).orElseThrow());
      }
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  /** Waits until the next attempt is due, for a step between two attempts. */
  private void backOff() throws InterruptedException {
    var state = state();
    if (state.retryAt().isEmpty()) {
      return;
    }
    var left = Duration.between(scope.time().now(), state.retryAt().get());
    if (left.compareTo(step.retry().cap()) > 0) {
      left = step.retry().cap(); // the wall clock was set back meanwhile
    }
    if (!left.isPositive()) {
      return;
    }
    var over = new RunInbox.Message.BackoffOver(state.attempts().size());
    var timer = scope.time().schedule(left, () -> inbox.put(over));
    try {
      while (!inbox.isStopping() && !endsBackOff()) {
        var message = inbox.take();
        if (message.equals(over)) {
          return;
        }
        inbox.hear(message, null);
      }
    } finally {
      timer.cancel();
    }
  }

  private boolean endsBackOff() {
    return inbox.isCleaning()
        ? inbox.isPastBudget()
        : !settlesFirst() && (inbox.isPastDeadline() || scope.isCancelled());
  }

  /**
   * True if a cancel, and the deadline with it, wait for one more attempt: it adopts a point of no
   * return that the one before was cut off in, so that the server is not left on its way.
   */
  private boolean settlesFirst() {
    return !inbox.isCleaning()
        && scope.isCancelled()
        && state().interruptedPoint().isPresent()
        && ParkRules.adopts(scope.action(step));
  }

  /** Ends a step of which no further attempt may be made, or parks its run; empty if one may. */
  private Optional<StepEnd> mayNotStart() {
    if (inbox.isCleaning() && inbox.isPastBudget()) {
      scope
          .events()
          .write(
              StepEvents.notStarted(
                  step, "the budget for clean-up", scope.settings().cleanBudget()));
      return Optional.of(StepEnd.FAILED);
    }
    if (!inbox.isCleaning() && (scope.isCancelled() || inbox.isPastDeadline()) && !settlesFirst()) {
      return Optional.of(endUntried());
    }
    var problem = ParkRules.whyPark(step, state(), scope.action(step));
    if (problem.isEmpty()) {
      return Optional.empty();
    }
    if (scope.events().park(List.of(), problem.get())) {
      throw new RunStoppedException();
    }
    // somebody wants the run to end
    if (!inbox.isCleaning()) {
      return Optional.of(endUntried());
    }
    var message =
        state()
            .interruptedPoint()
            .map(point -> StepEvents.unsettled(step.path(), point, whyUnsettled()))
            .orElse(problem.get().message());
    scope.events().write(new Event.StepSkipped(step.path(), message));
    return Optional.of(StepEnd.CANCELLED);
  }

  private StepEnd endUntried() {
    if (scope.isCancelled() && state().attempts().isEmpty() && state().unsettledPoint().isEmpty()) {
      return StepEnd.CANCELLED;
    }
    return AttemptVerdict.cutOff(scope, step, Optional.empty(), Optional.of(whyUnsettled()));
  }

  private String whyUnsettled() {
    return scope.action(step).isEmpty()
        ? ParkRules.missing(step)
        : "the step can't find out by itself";
  }

  /** Makes one attempt. Empty if the step is to be tried again. */
  private Optional<StepEnd> attempt(Action action) throws InterruptedException {
    var number = state().attempts().size() + 1;
    scope.events().write(new Event.AttemptStarted(step.path(), number));
    scope.journal().clearProgress();
    var attempt = new RunAttempt(scope, step, number);
    if (settlesFirst()) {
      attempt.interrupt(RunAttempt.Cause.CANCEL); // once it has
    }
    var ended = supervision.watch(attempt, action, step);
    attempt.fence();
    return new AttemptVerdict(scope, attempt, step).on(ended);
  }
}
