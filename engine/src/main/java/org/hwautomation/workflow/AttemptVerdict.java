package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Optional;

/** Judges an attempt that is over, and writes down what became of it. */
final class AttemptVerdict {
  private static final String WINDOW_CLOSED =
      "it came to a point of no return while the maintenance window was closed";

  private final Branch branch;
  private final RunScope scope;
  private final RunAttempt attempt;
  private final PlacedStep step;

  AttemptVerdict(Branch branch, RunAttempt attempt, PlacedStep step) {
    this.branch = branch;
    this.scope = branch.run();
    this.attempt = attempt;
    this.step = step;
  }

  /**
   * Empty if the step is to be tried again.
   *
   * @param ended empty if the attempt was left behind
   */
  Optional<StepEnd> on(Optional<RunAttempt.Ended> ended) {
    var error = ended.map(RunAttempt.Ended::error).orElse(null);
    if (ended.isPresent() && error == null && attempt.resultCounts()) {
      return complete(ended.get());
    }
    var cause = attempt.cause();
    if (cause.isEmpty()) {
      if (error != null && attempt.closedFor().isPresent()) {
        branch.events().write(StepEvents.interrupted(step, attempt, WINDOW_CLOSED));
        return Optional.empty();
      }
      return switch (error) {
        case RunParkedException asked -> park(asked);
        case StoreException store -> throw store; // leave the run as its journal has it
        case RunFencedException lost -> throw lost;
        case null -> fail(new WorkflowException("no answer"));
        default -> fail(error);
      };
    }
    return switch (cause.get()) {
      case TIMEOUT ->
          fail(StepEvents.timeout("the timeout of step " + step.path(), step.timeout(), attempt));
      case BUDGET ->
          fail(
              StepEvents.timeout(
                  "the budget for clean-up", scope.settings().cleanBudget(), attempt));
      case DEADLINE, CANCEL, SIBLING, FORCED ->
          branch.cutShort().isPresent() && isUnsettled()
              ? fail(error == null ? new WorkflowException("it was cut off") : error)
              : Optional.of(cutOff(Optional.empty()));
      case STOP -> {
        branch.events().write(StepEvents.interrupted(step, attempt, "the engine was stopped"));
        throw new RunStoppedException();
      }
    };
  }

  private Optional<StepEnd> complete(RunAttempt.Ended ended) {
    Event completed;
    try {
      completed =
          StepEvents.completed(
              step, attempt, ended.result(), scope.journal().state(), scope.secrets());
    } catch (RuntimeException | StackOverflowError e) {
      return fail(e); // also of an accessor or iterator in what it returned
    }
    branch.events().add(completed);
    scope.usual().learn(step, scope.state(), attempt.took());
    return Optional.of(StepEnd.COMPLETED);
  }

  private Optional<StepEnd> park(RunParkedException asked) {
    var reason = scope.secrets().redact(messageOf(asked));
    if (!scope.isCancelled() && branch.cutShort().isEmpty()) {
      branch.events().add(StepEvents.interrupted(step, attempt, reason));
      throw new RunStoppedException(new Event.RunParked(ParkReason.STEP_ASKED, reason));
    }
    // somebody wants the run to end: it does not wait for a person
    return scope.inbox().isCleaning() ? fail(asked) : Optional.of(cutOff(Optional.of(reason)));
  }

  /** True if how a point of no return of the step went is not known. */
  private boolean isUnsettled() {
    return state().unsettledPoint().isPresent() || attempt.failedPoint().isPresent();
  }

  private StepState state() {
    return scope.journal().state().step(step.path());
  }

  private Optional<StepEnd> fail(Throwable error) {
    var inbox = scope.inbox();
    var cancelled = branch.cutShort().isPresent();
    if (cancelled && !isUnsettled()) {
      return Optional.of(cutOff(Optional.empty()));
    }
    attempt
        .failedPoint()
        .filter(point -> cancelled && state().unsettledPoint().isEmpty())
        .ifPresent(
            p ->
                branch
                    .events()
                    .add(new Event.PointCarried(step.path(), p.description(), p.expected())));
    var settings = scope.settings();
    var errorClass = ErrorClass.of(error, settings.classifier());
    var policy = step.retry();
    var counted = state().countedAttempts();
    var again =
        policy.retries(counted, errorClass)
            && !inbox.isPastBudget()
            && !(cancelled && !ParkRules.adopts(scope.action(step)));
    var message = scope.secrets().redact(messageOf(error));
    WorkflowEngine.LOG.debug(
        "attempt {} of step {} failed ({}): {}",
        attempt.attempt(),
        step.path(),
        error.getClass().getName(),
        message);
    if (cancelled && !again) {
      return Optional.of(cutOff(Optional.of(message)));
    }
    branch
        .events()
        .write(
            new Event.AttemptFailed(
                step.path(),
                attempt.attempt(),
                errorClass,
                error instanceof ForeignStepException foreign
                    ? foreign.errorType()
                    : error.getClass().getName(),
                message,
                attempt.lastProgress(),
                again
                    ? Optional.of(
                        scope
                            .time()
                            .now()
                            .plus(policy.delayAfter(counted, settings.random().getAsDouble())))
                    : Optional.empty(),
                error instanceof ForeignStepException foreign
                    ? foreign.trace().map(scope.secrets()::redact)
                    : Optional.empty()));
    return again ? Optional.empty() : Optional.of(StepEnd.FAILED);
  }

  /** What an error says of itself; its class if nothing, or if it can't even say that. */
  private static String messageOf(Throwable error) {
    try {
      var message = error.getMessage();
      return message == null ? error.getClass().getSimpleName() : message;
    } catch (RuntimeException e) {
      return error.getClass().getSimpleName();
    }
  }

  /** Ends the step that a cancel or the deadline cut off in the attempt. */
  private StepEnd cutOff(Optional<String> why) {
    var ending = cutOff(branch, step, Optional.of(attempt), why);
    branch.events().write(ending.event().orElseThrow());
    return ending.end();
  }

  /**
   * The end of a step that a cancel or the deadline cut off, in an attempt or between two.
   *
   * @param why how a point of no return went can't be told, if one is not settled
   */
  static StepEnding cutOff(
      Branch branch, PlacedStep step, Optional<RunAttempt> attempt, Optional<String> why) {
    var cause = branch.cutShort();
    if (cause.isPresent()) {
      var unsettled =
          branch
              .run()
              .state()
              .step(step.path())
              .unsettledPoint()
              .or(() -> attempt.flatMap(RunAttempt::failedPoint));
      var reason =
          unsettled
              .map(p -> StepEvents.unsettled(step.path(), p, why.orElse("it was cut off")))
              .orElseGet(branch::whyCutShort);
      return new StepEnding(StepEvents.cutOff(step.path(), reason, cause.get()), StepEnd.CANCELLED);
    }
    var limit = branch.run().state().definition().deadline().orElse(Duration.ZERO);
    return new StepEnding(
        attempt
            .map(cut -> StepEvents.timedOut(step, cut, "the run's deadline", limit))
            .orElseGet(() -> StepEvents.notStarted(step, "the run's deadline", limit)),
        StepEnd.FAILED);
  }
}
