package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    record Cancel(String actor, String reason, Optional<String> commandId) implements Message {}

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
  private final WorkflowTime time;
  private final LinkedBlockingQueue<Message> mailbox = new LinkedBlockingQueue<>();
  private final CompletableFuture<RunState> done = new CompletableFuture<>();
  private final List<Event> unwritten = new ArrayList<>();
  private boolean stopping;
  private boolean pastDeadline;
  private boolean cleaning;
  private boolean pastBudget;

  RunExecution(WorkflowEngine engine, RunJournal journal) {
    this.engine = engine;
    this.journal = journal;
    this.time = engine.time();
  }

  RunJournal journal() {
    return journal;
  }

  /** Completed with the state it was left in; exceptionally if the store gave up. */
  CompletableFuture<RunState> done() {
    return done;
  }

  void start() {
    Thread.ofVirtual().name("run " + journal.state().workflowId()).start(this::run);
  }

  void cancel(String actor, String reason, Optional<String> commandId) {
    mailbox.add(new Message.Cancel(actor, reason, commandId));
  }

  void stop(Duration drain) {
    mailbox.add(new Message.Stop(drain));
  }

  private void run() {
    Throwable failure = null;
    var timers = new ArrayList<WorkflowTime.Timer>();
    try {
      var begin = journal.state();
      begin
          .definition()
          .deadline()
          .ifPresent(
              limit -> {
                var passed = Duration.between(begin.createdAt(), time.now());
                var left = limit.minus(passed);
                timers.add(
                    time.schedule(
                        left.isNegative() ? Duration.ZERO : left,
                        () -> mailbox.add(new Message.Deadline())));
              });
      runSteps();
    } catch (Stopped e) {
      // the journal says where it stands
    } catch (RunFencedException e) {
      WorkflowEngine.LOG.warn("{}", e.getMessage());
    } catch (InterruptedException e) {
      WorkflowEngine.LOG.debug("run thread interrupted");
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      timers.forEach(WorkflowTime.Timer::cancel);
      try {
        flush();
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
      journal.close();
      engine.finished(this);
      if (failure == null) {
        done.complete(journal.state());
      } else {
        WorkflowEngine.LOG.error(
            "run {} can't go on: {}", journal.state().runId(), failure.getMessage());
        done.completeExceptionally(failure);
      }
    }
  }

  private void runSteps() throws InterruptedException {
    var definition = journal.state().definition();
    var end = StepEnd.COMPLETED;
    for (var step : definition.steps()) {
      end = journal.state().cancel().isPresent() ? StepEnd.CANCELLED : bring(step);
      if (end != StepEnd.COMPLETED) {
        break;
      }
    }
    var failed = failedStep();
    var notCleaned = clean(definition.always());
    var status =
        switch (end) {
          case COMPLETED -> WorkflowStatus.COMPLETED;
          case FAILED -> WorkflowStatus.FAILED;
          case CANCELLED -> WorkflowStatus.CANCELLED;
        };
    var held = status == WorkflowStatus.FAILED;
    var events = new ArrayList<>(unwritten);
    unwritten.clear();
    events.add(
        new Event.RunEnded(
            status,
            status == WorkflowStatus.COMPLETED
                ? Optional.empty()
                : failed
                    .flatMap(StepState::error)
                    .filter(error -> status == WorkflowStatus.FAILED)
                    .or(() -> journal.state().cancel().map(c -> "Workflow cancelled")),
            failed.map(StepState::path),
            held,
            notCleaned));
    journal.append("engine", events, !held, Optional.empty());
  }

  private Optional<StepState> failedStep() {
    return journal.state().steps().values().stream()
        .filter(step -> step.status() == StepStatus.FAILED)
        .findFirst();
  }

  /** Runs the steps for every ending within their one budget; says what they could not do. */
  private Optional<String> clean(List<WorkflowDefinition.StoredStep> always)
      throws InterruptedException {
    if (always.isEmpty()) {
      return Optional.empty();
    }
    cleaning = true;
    var budget = time.schedule(engine.cleanBudget(), () -> mailbox.add(new Message.BudgetOver()));
    var notCleaned = new ArrayList<String>();
    try {
      for (var step : always) {
        if (pastBudget) {
          notCleaned.add(step.name() + ": the budget for clean-up was used up");
        } else if (bring(step) != StepEnd.COMPLETED) {
          flush();
          notCleaned.add(
              step.name() + ": " + journal.state().step(step.name()).error().orElse("failed"));
        }
      }
    } finally {
      budget.cancel();
    }
    return notCleaned.isEmpty()
        ? Optional.empty()
        : Optional.of(Limits.cut(String.join("; ", notCleaned)));
  }

  private void flush() {
    if (!unwritten.isEmpty()) {
      var events = List.copyOf(unwritten);
      unwritten.clear();
      journal.append("engine", events, false, Optional.empty());
    }
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
      default -> {}
    }
    var function = engine.function(journal.state(), step);
    if (function.isEmpty()) {
      park(
          ParkReason.ACTION_MISSING,
          "step %s uses %s, which is not registered here"
              .formatted(
                  step.name(), step.action().orElse("a function of the process that started it")));
    }
    while (true) {
      backOff(step);
      drainMailbox();
      if (stopping) {
        throw new Stopped();
      }
      if (!cleaning && (journal.state().cancel().isPresent() || pastDeadline)) {
        return cutOff(step, Optional.empty());
      }
      var end = attempt(step, function.get());
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  /** Waits until the next attempt is due, for a step between two attempts. */
  private void backOff(WorkflowDefinition.StoredStep step) throws InterruptedException {
    var state = journal.state().step(step.name());
    if (state.retryAt().isEmpty()) {
      return;
    }
    var left = Duration.between(time.now(), state.retryAt().get());
    if (left.isNegative() || left.isZero()) {
      return;
    }
    var over = new Message.BackoffOver(state.attempts().size());
    var timer = time.schedule(left, () -> mailbox.add(over));
    try {
      while (true) {
        var message = mailbox.take();
        if (message.equals(over)) {
          return;
        }
        hear(message, null);
        if (stopping || (!cleaning && (journal.state().cancel().isPresent() || pastDeadline))) {
          return;
        }
      }
    } finally {
      timer.cancel();
    }
  }

  private void drainMailbox() {
    for (var message = mailbox.poll(); message != null; message = mailbox.poll()) {
      hear(message, null);
    }
  }

  /** Makes one attempt. Empty if the step is to be tried again. */
  private Optional<StepEnd> attempt(WorkflowDefinition.StoredStep step, Action action)
      throws InterruptedException {
    var number = journal.state().step(step.name()).attempts().size() + 1;
    var events = new ArrayList<>(unwritten);
    unwritten.clear();
    events.add(new Event.AttemptStarted(step.name(), number));
    journal.append("engine", events, false, Optional.empty());
    journal.clearProgress();
    var attempt =
        new RunAttempt(
            journal,
            engine.store(),
            time,
            step,
            number,
            engine.grace(),
            signal -> mailbox.add(new Message.OfAttempt(signal)));
    attempt.start(action::run);
    var ended = supervise(attempt, action, step);
    attempt.fence();
    return judge(attempt, ended, step);
  }

  /** Waits for the attempt's end; empty if it was left behind, fenced. */
  private Optional<RunAttempt.Signal.Ended> supervise(
      RunAttempt attempt, Action action, WorkflowDefinition.StoredStep step)
      throws InterruptedException {
    var lingers = false;
    while (true) {
      var message = mailbox.take();
      if (message instanceof Message.OfAttempt(var signal)) {
        if (!signal.attempt().equals(attempt)) {
          continue; // an attempt that was left behind
        }
        switch (signal) {
          case RunAttempt.Signal.Ended ended -> {
            if (lingers) {
              journal.append("engine", new Event.RunUnparked("engine"));
            }
            return Optional.of(ended);
          }
          case RunAttempt.Signal.TimedOut timedOut -> attempt.interrupt(RunAttempt.Cause.TIMEOUT);
          case RunAttempt.Signal.GraceOver over -> {
            if (attempt.isEnded() || lingers) {
              continue;
            }
            attempt.fence();
            if (stopping) {
              throw new Stopped();
            }
            if (action.effects() == Action.Effects.NONE) {
              return Optional.empty();
            }
            lingers = true;
            journal.append(
                "engine",
                new Event.RunParked(
                    ParkReason.ATTEMPT_LINGERS,
                    "attempt %d of step %s ignores its interruption; the run goes on when it ends"
                        .formatted(attempt.attempt(), step.name())));
          }
        }
      } else {
        hear(message, attempt);
        if (lingers && stopping) {
          throw new Stopped();
        }
      }
    }
  }

  /** Takes in what came from outside, and interrupts the attempt if that is what it means. */
  private void hear(Message message, @Nullable RunAttempt attempt) {
    switch (message) {
      case Message.Cancel cancel -> {
        if (journal.state().cancel().isEmpty()) {
          journal.append(
              cancel.actor(),
              List.of(
                  new Event.CancelRequested(cancel.actor(), cancel.reason(), cancel.commandId())),
              false,
              cancel.commandId());
        } else if (cancel.commandId().isPresent()) {
          journal.append(cancel.actor(), List.of(), false, cancel.commandId());
        }
        if (attempt != null && !cleaning) {
          attempt.interrupt(RunAttempt.Cause.CANCEL);
        }
      }
      case Message.Stop stop -> {
        stopping = true;
        if (attempt != null) {
          time.schedule(stop.drain(), () -> mailbox.add(new Message.DrainOver()));
        }
      }
      case Message.DrainOver over -> {
        if (attempt != null) {
          attempt.interrupt(RunAttempt.Cause.STOP);
        }
      }
      case Message.Deadline deadline -> {
        pastDeadline = true;
        if (attempt != null && !cleaning) {
          attempt.interrupt(RunAttempt.Cause.DEADLINE);
        }
      }
      case Message.BudgetOver over -> {
        pastBudget = true;
        if (attempt != null && cleaning) {
          attempt.interrupt(RunAttempt.Cause.BUDGET);
        }
      }
      case Message.BackoffOver over -> {} // of a backoff that was cut short
      case Message.OfAttempt signal -> {} // of an attempt that was left behind
    }
  }

  private Optional<StepEnd> judge(
      RunAttempt attempt,
      Optional<RunAttempt.Signal.Ended> ended,
      WorkflowDefinition.StoredStep step) {
    if (ended.isPresent() && ended.get().error() == null) {
      var failure = complete(attempt, ended.get().result(), step);
      if (failure.isEmpty()) {
        return Optional.of(StepEnd.COMPLETED);
      }
      return fail(attempt, step, failure.get());
    }
    var error = ended.map(RunAttempt.Signal.Ended::error).orElse(null);
    if (error instanceof RunParkedException asked) {
      append(interruption(attempt, step, attempt.redact(String.valueOf(asked.getMessage()))));
      park(ParkReason.STEP_ASKED, attempt.redact(String.valueOf(asked.getMessage())));
    }
    if (error instanceof StoreException store && attempt.cause().isEmpty()) {
      throw store; // the journal can't be written: leave the run as it stands
    }
    if (error instanceof RunFencedException lost) {
      throw lost;
    }
    var cause = attempt.cause();
    if (cause.isEmpty()) {
      return fail(attempt, step, error == null ? new WorkflowException("no answer") : error);
    }
    return switch (cause.get()) {
      case TIMEOUT ->
          fail(
              attempt,
              step,
              new WorkflowTimeoutException(
                  "the timeout of step " + step.name(),
                  step.timeout(),
                  attempt.lastProgress().orElse(null)));
      case BUDGET ->
          fail(
              attempt,
              step,
              new WorkflowTimeoutException(
                  "the budget for clean-up",
                  engine.cleanBudget(),
                  attempt.lastProgress().orElse(null)));
      case DEADLINE, CANCEL -> Optional.of(cutOff(step, Optional.of(attempt)));
      case STOP -> {
        append(interruption(attempt, step, "the engine was stopped"));
        throw new Stopped();
      }
    };
  }

  private Event interruption(
      RunAttempt attempt, WorkflowDefinition.StoredStep step, String reason) {
    return new Event.AttemptInterrupted(
        step.name(), attempt.attempt(), reason, false, attempt.lastProgress());
  }

  /** Ends a step that a cancel or the deadline cut off. */
  private StepEnd cutOff(WorkflowDefinition.StoredStep step, Optional<RunAttempt> attempt) {
    if (journal.state().cancel().isPresent()) {
      append(new Event.StepSkipped(step.name(), "Workflow cancelled"));
      return StepEnd.CANCELLED;
    }
    var limit = journal.state().definition().deadline().orElse(Duration.ZERO);
    var progress = attempt.flatMap(RunAttempt::lastProgress);
    var timeout = new WorkflowTimeoutException("the run's deadline", limit, progress.orElse(null));
    append(
        new Event.AttemptFailed(
            step.name(),
            attempt.map(RunAttempt::attempt).orElse(0),
            ErrorClass.TIMEOUT,
            timeout.getClass().getName(),
            String.valueOf(timeout.getMessage()),
            progress,
            Optional.empty()));
    return StepEnd.FAILED;
  }

  /** Records the completion with the next event; empty, or why it is none. */
  private Optional<Throwable> complete(
      RunAttempt attempt, @Nullable Object result, WorkflowDefinition.StoredStep step) {
    if (Boolean.FALSE.equals(result)) {
      return Optional.of(
          new StepRejectedException(
              "step %s answered false%s"
                  .formatted(
                      step.name(), attempt.lastProgress().map(p -> " after: " + p).orElse(""))));
    }
    try {
      var value = Value.of("the result of step " + step.name(), result);
      Limits.check("the result of step " + step.name(), value, Limits.VALUE);
      Limits.check("all values", journal.state().values().with(attempt.left()), Limits.VALUES);
      unwritten.add(
          new Event.StepCompleted(
              step.name(), attempt.attempt(), value, attempt.left(), attempt.lastProgress()));
      return Optional.empty();
    } catch (InvalidValueException e) {
      return Optional.of(e);
    }
  }

  private Optional<StepEnd> fail(
      RunAttempt attempt, WorkflowDefinition.StoredStep step, Throwable error) {
    var errorClass = ErrorClass.of(error, engine.classifier());
    var policy = step.retry().policy();
    var counted = journal.state().step(step.name()).countedAttempts();
    var again = policy.retries(counted, errorClass) && !pastBudget;
    var message =
        error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    WorkflowEngine.LOG.debug("attempt {} of step {} failed", attempt.attempt(), step.name(), error);
    append(
        new Event.AttemptFailed(
            step.name(),
            attempt.attempt(),
            errorClass,
            error.getClass().getName(),
            attempt.redact(message),
            attempt.lastProgress(),
            again
                ? Optional.of(time.now().plus(policy.delayAfter(counted, engine.random())))
                : Optional.empty()));
    return again ? Optional.empty() : Optional.of(StepEnd.FAILED);
  }

  private void append(Event event) {
    var events = new ArrayList<>(unwritten);
    unwritten.clear();
    events.add(event);
    journal.append("engine", events, false, Optional.empty());
  }

  private void park(ParkReason reason, String message) {
    append(new Event.RunParked(reason, message));
    throw new Stopped();
  }
}
