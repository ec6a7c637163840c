package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Carries one run from where its journal stands to where it ends, parks or stops, on a virtual
 * thread of its own. Everything that happens to it arrives in its {@link RunInbox}.
 */
final class RunExecution {
  private final LiveRuns runs;
  private final RunJournal journal;
  private final RunScope scope;
  private final Supervision supervision;
  private final CompletableFuture<RunState> done = new CompletableFuture<>();

  /**
   * @param functions the code of steps that name no action
   */
  RunExecution(
      EngineSettings settings,
      ActionRegistry registry,
      LiveRuns runs,
      RunJournal journal,
      Map<String, Action> functions) {
    this.runs = runs;
    this.journal = journal;
    scope =
        new RunScope(
            settings,
            registry,
            functions,
            journal,
            new KnownSecrets(),
            new RunInbox(settings.time()),
            new EventBuffer(journal));
    supervision = new Supervision(scope);
  }

  RunJournal journal() {
    return journal;
  }

  Map<String, Action> functions() {
    return scope.functions();
  }

  /** Completed with the state it was left in; exceptionally if the journal can't be written. */
  CompletableFuture<RunState> done() {
    return done;
  }

  /** The attempt that was left behind alive when the run was left. */
  Optional<RunAttempt> leftBehind() {
    return supervision.leftBehind();
  }

  void start() {
    Thread.ofVirtual().name("run " + journal.state().workflowId()).start(this::run);
  }

  /** As {@link RunJournal#requestCancel}; the run's thread acts on it. */
  Optional<Boolean> cancel(String actor, String reason, Optional<String> commandId) {
    var answer = journal.requestCancel(actor, reason, commandId);
    if (answer.equals(Optional.of(true))) {
      scope.inbox().put(new RunInbox.Message.Cancelled());
    }
    return answer;
  }

  void stop(Duration drain) {
    scope.inbox().put(new RunInbox.Message.Stop(drain));
  }

  private void run() {
    Throwable failure = null;
    try {
      begin();
      try {
        runSteps();
        var notCleaned = clean(journal.state().definition().alwaysSteps());
        scope.events().end(state -> StepEvents.ending(state, notCleaned));
      } catch (RunStoppedException e) {
        scope.events().write(); // the journal says where it stands
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      failure = e;
    }
    scope.inbox().cancelTimers();
    journal.close();
    if (failure != null) {
      breakOff(failure);
    }
    runs.left(this, failure != null && journal.state().owner().isPresent() && !isLost(failure));
    if (failure == null) {
      done.complete(journal.state());
    } else {
      done.completeExceptionally(failure);
    }
  }

  private void begin() {
    var state = journal.state();
    scope.secrets().learnAll(state.values(), scope.store());
    var sinceStart = Duration.between(state.createdAt(), scope.time().now());
    state.definition().deadline().ifPresent(limit -> scope.inbox().armDeadline(limit, sinceStart));
  }

  private void runSteps() throws InterruptedException {
    for (var step : journal.state().definition().mainSteps()) {
      if (bring(step) != StepEnd.COMPLETED) {
        return;
      }
    }
  }

  /** Runs the steps for every ending within their one budget; says what they could not do. */
  private Optional<String> clean(List<PlacedStep> always) throws InterruptedException {
    if (always.isEmpty()) {
      return Optional.empty();
    }
    scope.inbox().beginCleaning(scope.settings().cleanBudget());
    var notCleaned = new ArrayList<String>();
    for (var step : always) {
      if (bring(step) != StepEnd.COMPLETED) {
        scope.events().write();
        notCleaned.add(
            step.path() + ": " + journal.state().step(step.path()).error().orElse("failed"));
      }
    }
    return notCleaned.isEmpty()
        ? Optional.empty()
        : Optional.of(Limits.cut(String.join("; ", notCleaned)));
  }

  private StepEnd bring(PlacedStep step) throws InterruptedException {
    return new StepExecution(scope, supervision, step).bring();
  }

  /** Leaves a run that can't go on: its attempt ends, and a person is told why. */
  private void breakOff(Throwable failure) {
    var what = scope.secrets().redact(messageOf(failure));
    WorkflowEngine.LOG.error("run {} can't go on: {}", journal.state().runId(), what);
    supervision.letGo();
    if (failure instanceof StoreException || isLost(failure)) {
      return; // goes on when the store works again, or elsewhere
    }
    try {
      journal.append(
          "engine", new Event.RunParked(ParkReason.ENGINE_ERROR, "the engine failed: " + what));
    } catch (RuntimeException e) {
      WorkflowEngine.LOG.error(
          "run {} can't be parked: {}", journal.state().runId(), e.getClass().getName());
    }
  }

  private static String messageOf(Throwable failure) {
    var message = failure.getMessage();
    return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  private static boolean isLost(@Nullable Throwable failure) {
    return failure instanceof RunFencedException;
  }
}
