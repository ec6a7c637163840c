package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries one run from where its journal stands to where it ends, parks or stops, on a virtual
 * thread of its own. Everything that happens to it arrives as a message.
 */
final class RunExecution {
  /** What may happen to a run from outside its attempt. */
  private sealed interface Message {
    record OfAttempt(RunAttempt.Signal signal) implements Message {}

    /** A cancel is in the journal. */
    record Cancelled() implements Message {}

    record Stop(Duration drain) implements Message {}

    record DrainOver() implements Message {}

    record Deadline() implements Message {}

    record BackoffOver(int attempts) implements Message {}

    record BudgetOver() implements Message {}
  }

  /** How a step ended, as its run sees it. */
  private enum StepEnd {
    COMPLETED,
    FAILED,
    CANCELLED
  }

  /** Leaves the run as its journal has it: another ownership finishes it. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super(null, null, false, false);
    }
  }

  private final WorkflowEngine engine;
  private final RunJournal journal;
  private final Map<String, Action> functions;
  private final WorkflowTime time;
  private final KnownSecrets secrets = new KnownSecrets();
  private final LinkedBlockingQueue<Message> mailbox = new LinkedBlockingQueue<>();
  private final CompletableFuture<RunState> done = new CompletableFuture<>();
  private final List<WorkflowTime.Timer> timers = new ArrayList<>();
  private final List<Event> unwritten = new ArrayList<>();
  private volatile @Nullable RunAttempt current;
  private boolean stopping;
  private boolean pastDeadline;
  private boolean cleaning;
  private boolean pastBudget;
  private boolean lingers;

  /**
   * @param functions the code of steps that name no action
   */
  RunExecution(WorkflowEngine engine, RunJournal journal, Map<String, Action> functions) {
    this.engine = engine;
    this.journal = journal;
    this.functions = functions;
    this.time = engine.time();
  }

  RunJournal journal() {
    return journal;
  }

  Map<String, Action> functions() {
    return functions;
  }

  /** Completed with the state it was left in; exceptionally if the journal can't be written. */
  CompletableFuture<RunState> done() {
    return done;
  }

  /** The attempt that was left behind alive when the run was left. */
  Optional<RunAttempt> leftBehind() {
    return Optional.ofNullable(current).filter(attempt -> !attempt.isEnded());
  }

  void start() {
    Thread.ofVirtual().name("run " + journal.state().workflowId()).start(this::run);
  }

  /** As {@link RunJournal#requestCancel}; the run's thread acts on it. */
  Optional<Boolean> cancel(String actor, String reason, Optional<String> commandId) {
    var answer = journal.requestCancel(actor, reason, commandId);
    if (answer.equals(Optional.of(true))) {
      mailbox.add(new Message.Cancelled());
    }
    return answer;
  }

  void stop(Duration drain) {
    mailbox.add(new Message.Stop(drain));
  }

  private void run() {
    Throwable failure = null;
    try {
      secrets.learnAll(journal.state().values(), engine.store());
      armDeadline();
      try {
        runSteps();
      } catch (Stopped e) {
        write(); // the journal says where it stands
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      failure = e;
    }
    timers.forEach(WorkflowTime.Timer::cancel);
    journal.close();
    if (failure != null) {
      WorkflowEngine.LOG.error(
          "run {} can't go on: {}",
          journal.state().runId(),
          secrets.redact(String.valueOf(failure.getMessage())));
      letGo();
    }
    engine.finished(this);
    if (failure == null) {
      done.complete(journal.state());
    } else {
      done.completeExceptionally(failure);
    }
  }

  private void armDeadline() {
    var begin = journal.state();
    var limit = begin.definition().deadline();
    if (limit.isEmpty()) {
      return;
    }
    var left = limit.get().minus(Duration.between(begin.createdAt(), time.now()));
    if (left.isPositive()) {
      timers.add(time.schedule(left, () -> mailbox.add(new Message.Deadline())));
    } else {
      pastDeadline = true;
    }
  }

  /** Ends the attempt of a run that can't be written any more, and waits for it. */
  private void letGo() {
    var attempt = current;
    if (attempt == null || attempt.isEnded()) {
      return;
    }
    attempt.fence();
    attempt.interrupt(RunAttempt.Cause.STOP);
    try {
      while (!attempt.isEnded() && !(lingers && stopping)) {
        switch (mailbox.take()) {
          case Message.OfAttempt(RunAttempt.Signal.GraceOver over) -> lingers = true;
          case Message.Stop stop -> stopping = true;
          default -> {}
        }
      }
    } catch (InterruptedException e) {
      WorkflowEngine.LOG.debug("run thread interrupted");
    }
  }

  private void runSteps() throws InterruptedException {
    var definition = journal.state().definition();
    for (var step : definition.steps()) {
      if (bring(step) != StepEnd.COMPLETED) {
        break;
      }
    }
    var notCleaned = clean(definition.always());
    journal.end(unwritten, state -> StepEvents.ending(state, notCleaned));
    unwritten.clear();
  }

  /** Runs the steps for every ending within their one budget; says what they could not do. */
  private Optional<String> clean(List<WorkflowDefinition.StoredStep> always)
      throws InterruptedException {
    if (always.isEmpty()) {
      return Optional.empty();
    }
    cleaning = true;
    timers.add(time.schedule(engine.cleanBudget(), () -> mailbox.add(new Message.BudgetOver())));
    var notCleaned = new ArrayList<String>();
    for (var step : always) {
      if (bring(step) != StepEnd.COMPLETED) {
        write();
        notCleaned.add(
            step.name() + ": " + journal.state().step(step.name()).error().orElse("failed"));
      }
    }
    return notCleaned.isEmpty()
        ? Optional.empty()
        : Optional.of(Limits.cut(String.join("; ", notCleaned)));
  }

  /** Brings a step to its end, through as many attempts as it takes. */
  private StepEnd bring(WorkflowDefinition.StoredStep step) throws InterruptedException {
    switch (journal.state().step(step.name()).status()) {
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
      backOff(step);
      for (var message = mailbox.poll(); message != null; message = mailbox.poll()) {
        hear(message, null);
      }
      if (stopping) {
        throw new Stopped();
      }
      var end = mayNotStart(step);
      if (end.isEmpty()) {
        end = attempt(step, actionOf(step));
      }
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  /** Ends a step of which no further attempt may be made; empty if one may. */
  private Optional<StepEnd> mayNotStart(WorkflowDefinition.StoredStep step) {
    var cancelled = journal.state().cancel().isPresent();
    if (cleaning) {
      if (pastBudget) {
        write(StepEvents.notStarted(step, "the budget for clean-up", engine.cleanBudget()));
        return Optional.of(StepEnd.FAILED);
      }
      if (cancelled && engine.function(step, functions).isEmpty()) {
        write(new Event.StepSkipped(step.name(), RunRecovery.missing(step)));
        return Optional.of(StepEnd.CANCELLED);
      }
      return Optional.empty();
    }
    if (!cancelled && !pastDeadline) {
      return Optional.empty();
    }
    if (cancelled && journal.state().step(step.name()).attempts().isEmpty()) {
      return Optional.of(StepEnd.CANCELLED);
    }
    return Optional.of(cutOff(step, Optional.empty()));
  }

  private Action actionOf(WorkflowDefinition.StoredStep step) {
    var action = engine.function(step, functions);
    if (action.isEmpty()) {
      park(ParkReason.ACTION_MISSING, RunRecovery.missing(step));
    }
    var point = journal.state().step(step.name()).interruptedPoint();
    if (point.isPresent() && !action.orElseThrow().adoptsInterruptedPoint()) {
      park(ParkReason.POINT_NOT_ADOPTED, RunRecovery.notAdopted(step, point.get()));
    }
    return action.orElseThrow();
  }

  /** Waits until the next attempt is due, for a step between two attempts. */
  private void backOff(WorkflowDefinition.StoredStep step) throws InterruptedException {
    var state = journal.state().step(step.name());
    if (state.retryAt().isEmpty()) {
      return;
    }
    var left = Duration.between(time.now(), state.retryAt().get());
    if (left.compareTo(step.retry().cap()) > 0) {
      left = step.retry().cap(); // the wall clock was set back meanwhile
    }
    if (!left.isPositive()) {
      return;
    }
    var over = new Message.BackoffOver(state.attempts().size());
    var timer = time.schedule(left, () -> mailbox.add(over));
    try {
      while (!stopping && !endsBackOff()) {
        var message = mailbox.take();
        if (message.equals(over)) {
          return;
        }
        hear(message, null);
      }
    } finally {
      timer.cancel();
    }
  }

  private boolean endsBackOff() {
    return cleaning ? pastBudget : pastDeadline || journal.state().cancel().isPresent();
  }

  /** Makes one attempt. Empty if the step is to be tried again. */
  private Optional<StepEnd> attempt(WorkflowDefinition.StoredStep step, Action action)
      throws InterruptedException {
    var number = journal.state().step(step.name()).attempts().size() + 1;
    write(new Event.AttemptStarted(step.name(), number));
    journal.clearProgress();
    var surroundings =
        new RunAttempt.Surroundings(
            journal,
            engine.store(),
            time,
            secrets,
            engine.grace(),
            signal -> mailbox.add(new Message.OfAttempt(signal)));
    var attempt = new RunAttempt(surroundings, step, number);
    current = attempt;
    attempt.start(action::run);
    var ended = supervise(attempt, action, step);
    attempt.fence();
    return judge(attempt, ended, step);
  }

  /** Waits for the attempt's end; empty if it was left behind, fenced. */
  private Optional<RunAttempt.Signal.Ended> supervise(
      RunAttempt attempt, Action action, WorkflowDefinition.StoredStep step)
      throws InterruptedException {
    lingers = false;
    while (true) {
      var message = mailbox.take();
      if (!(message instanceof Message.OfAttempt(var signal))) {
        hear(message, attempt);
        if (lingers && stopping) {
          throw new Stopped();
        }
        continue;
      }
      if (!signal.attempt().equals(attempt)) {
        continue; // an attempt that was left behind
      }
      switch (signal) {
        case RunAttempt.Signal.Ended ended -> {
          if (lingers) {
            lingers = false;
            write(new Event.RunUnparked("engine"));
          }
          return Optional.of(ended);
        }
        case RunAttempt.Signal.TimedOut timedOut -> attempt.interrupt(RunAttempt.Cause.TIMEOUT);
        case RunAttempt.Signal.GraceOver over -> {
          if (attempt.isEnded()) {
            continue;
          }
          attempt.fence();
          if (action.effects() == Action.Effects.NONE) {
            return Optional.empty();
          }
          lingers = true;
          if (stopping) {
            throw new Stopped();
          }
          write(
              new Event.RunParked(
                  ParkReason.ATTEMPT_LINGERS,
                  "attempt %d of step %s ignores its interruption; the run goes on when it ends"
                      .formatted(attempt.attempt(), step.name())));
        }
      }
    }
  }

  /** Takes in what came from outside, and interrupts the attempt if that is what it means. */
  private void hear(Message message, @Nullable RunAttempt attempt) {
    RunAttempt.Cause cause = null;
    switch (message) {
      case Message.Cancelled cancelled -> cause = cleaning ? null : RunAttempt.Cause.CANCEL;
      case Message.Stop stop -> {
        stopping = true;
        if (attempt != null) {
          timers.add(time.schedule(stop.drain(), () -> mailbox.add(new Message.DrainOver())));
        }
      }
      case Message.DrainOver over -> cause = RunAttempt.Cause.STOP;
      case Message.Deadline deadline -> {
        pastDeadline = true;
        cause = cleaning ? null : RunAttempt.Cause.DEADLINE;
      }
      case Message.BudgetOver over -> {
        pastBudget = true;
        cause = RunAttempt.Cause.BUDGET;
      }
      case Message.BackoffOver over -> {} // of a backoff that was cut short
      case Message.OfAttempt signal -> {} // of an attempt that was left behind
    }
    if (cause != null && attempt != null) {
      attempt.interrupt(cause);
    }
  }

  private Optional<StepEnd> judge(
      RunAttempt attempt,
      Optional<RunAttempt.Signal.Ended> ended,
      WorkflowDefinition.StoredStep step) {
    var error = ended.map(RunAttempt.Signal.Ended::error).orElse(null);
    if (ended.isPresent() && error == null && attempt.resultCounts()) {
      try {
        unwritten.add(
            StepEvents.completed(step, attempt, ended.get().result(), journal.state(), secrets));
        return Optional.of(StepEnd.COMPLETED);
      } catch (StepRejectedException | InvalidValueException e) {
        return fail(attempt, step, e);
      }
    }
    var cause = attempt.cause();
    if (cause.isEmpty()) {
      return switch (error) {
        case RunParkedException asked -> {
          var reason = secrets.redact(String.valueOf(asked.getMessage()));
          write(
              StepEvents.interrupted(step, attempt, reason),
              new Event.RunParked(ParkReason.STEP_ASKED, reason));
          throw new Stopped();
        }
        case StoreException store -> throw store; // leave the run as its journal has it
        case RunFencedException lost -> throw lost;
        case null -> fail(attempt, step, new WorkflowException("no answer"));
        default -> fail(attempt, step, error);
      };
    }
    return switch (cause.get()) {
      case TIMEOUT ->
          fail(
              attempt,
              step,
              StepEvents.timeout("the timeout of step " + step.name(), step.timeout(), attempt));
      case BUDGET ->
          fail(
              attempt,
              step,
              StepEvents.timeout("the budget for clean-up", engine.cleanBudget(), attempt));
      case DEADLINE, CANCEL -> Optional.of(cutOff(step, Optional.of(attempt)));
      case STOP -> {
        write(StepEvents.interrupted(step, attempt, "the engine was stopped"));
        throw new Stopped();
      }
    };
  }

  /** Ends a step that a cancel or the deadline cut off. */
  private StepEnd cutOff(WorkflowDefinition.StoredStep step, Optional<RunAttempt> attempt) {
    if (journal.state().cancel().isPresent()) {
      write(new Event.StepSkipped(step.name(), "Workflow cancelled"));
      return StepEnd.CANCELLED;
    }
    var limit = journal.state().definition().deadline().orElse(Duration.ZERO);
    write(
        attempt
            .map(cut -> StepEvents.timedOut(step, cut, "the run's deadline", limit))
            .orElseGet(() -> StepEvents.notStarted(step, "the run's deadline", limit)));
    return StepEnd.FAILED;
  }

  private Optional<StepEnd> fail(
      RunAttempt attempt, WorkflowDefinition.StoredStep step, Throwable error) {
    if (!cleaning && journal.state().cancel().isPresent()) {
      return Optional.of(cutOff(step, Optional.of(attempt)));
    }
    var errorClass = ErrorClass.of(error, engine.classifier());
    var policy = step.retry().policy();
    var counted = journal.state().step(step.name()).countedAttempts();
    var again = policy.retries(counted, errorClass) && !pastBudget;
    var message =
        secrets.redact(
            error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage());
    WorkflowEngine.LOG.debug(
        "attempt {} of step {} failed ({}): {}",
        attempt.attempt(),
        step.name(),
        error.getClass().getName(),
        message);
    write(
        new Event.AttemptFailed(
            step.name(),
            attempt.attempt(),
            errorClass,
            error.getClass().getName(),
            message,
            attempt.lastProgress(),
            again
                ? Optional.of(time.now().plus(policy.delayAfter(counted, engine.random())))
                : Optional.empty()));
    return again ? Optional.empty() : Optional.of(StepEnd.FAILED);
  }

  /** Writes what is not yet written, and {@code more}, in one commit. */
  private void write(Event... more) {
    var events = new ArrayList<>(unwritten);
    events.addAll(List.of(more));
    if (!events.isEmpty()) {
      journal.append("engine", events, false, Optional.empty());
      unwritten.clear();
    }
  }

  private void park(ParkReason reason, String message) {
    write(new Event.RunParked(reason, message));
    throw new Stopped();
  }
}
