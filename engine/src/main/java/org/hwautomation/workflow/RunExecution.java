package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries one run from where its journal stands to where it ends, parks or stops, on a virtual
 * thread of its own: its locks first, then its steps, then what cleans up. Everything that happens
 * to it meanwhile arrives in its {@link RunInbox}.
 */
final class RunExecution {
  private final LiveRuns runs;
  private final RunJournal journal;
  private final RunScope scope;
  private final Branch root;
  private final CompletableFuture<RunState> done = new CompletableFuture<>();
  private Stage stage = Stage.BEFORE; // written by the run's thread, or the one in its place

  /** How far this execution has come: a thread that takes another's place goes on from there. */
  private enum Stage {
    BEFORE,
    STEPS,
    ROLLBACK,
    ALWAYS
  }

  /**
   * @param functions the code of steps that name no action, by path
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
            runs.limits(),
            runs.usual(),
            journal,
            journal.state().definition().placed(),
            new KnownSecrets(),
            new RunInbox(settings.time()),
            ConcurrentHashMap.newKeySet());
    root = new Branch(scope, this::run);
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

  /** The attempts that were left behind alive when the run was left. */
  List<RunAttempt> leftBehind() {
    return List.copyOf(scope.attempts());
  }

  void start() {
    root.startThread();
  }

  /** As {@link RunJournal#command}; the run's branches act on it. */
  Optional<CommandRules.Outcome> command(Command command, boolean isRow) {
    var outcome = journal.command(command, isRow);
    if (outcome.isPresent() && outcome.get() instanceof CommandRules.Outcome.Accepted(var event)) {
      if (event instanceof Event.CancelRequested cancel) {
        scope.inbox().cancelled(cancel.isForced());
      } else {
        scope.inbox().lookAgain();
      }
    }
    return outcome;
  }

  /** It may be its turn to take its locks. */
  void lookAgain() {
    scope.inbox().lookAgain();
  }

  void stop(Duration drain) {
    scope.inbox().stop(drain);
  }

  void park(Event.RunParked why, Duration drain) {
    scope.inbox().park(why, drain);
  }

  private void run() {
    Throwable failure = null;
    try {
      if (stage == Stage.BEFORE) {
        WorkflowEngine.LOG.info(
            "run of {} is executed here from entry {} on",
            journal.state().definition().name(),
            journal.state().lastSeq() + 1);
        begin();
        stage = Stage.STEPS;
      }
      carryOn();
    } catch (Supervision.ThreadGivenUp e) {
      return; // another goes on
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    scope.inbox().cancelTimers();
    journal.close();
    if (failure != null) {
      breakOff(failure);
    }
    runs.left(this, failure != null && journal.state().owner().isPresent() && !isLost(failure));
    if (failure == null) {
      refuseLateCommands();
      done.complete(journal.state());
    } else {
      done.completeExceptionally(failure);
    }
  }

  /** What was asked of the run and came too late; what comes from now on the store refuses. */
  private void refuseLateCommands() {
    if (!journal.state().status().isTerminal()) {
      return;
    }
    try {
      scope
          .store()
          .pendingCommandsOf(journal.state().runId())
          .forEach(command -> journal.command(command, true));
    } catch (WorkflowException e) { // the run has ended all the same
      WorkflowEngine.LOG.debug("commands that came too late: {}", e.getMessage());
    }
  }

  private void begin() {
    var state = journal.state();
    scope.secrets().learnAll(state.values(), scope.store());
    var sinceStart = Duration.between(state.createdAt(), scope.time().now());
    state.definition().deadline().ifPresent(limit -> scope.inbox().armDeadline(limit, sinceStart));
  }

  /** Until it ends, or must be left as its journal has it. */
  private void carryOn() {
    while (true) {
      try {
        if (takeLocks()) {
          runSteps();
        }
        root.events().end(StepEvents::ending);
        return;
      } catch (RunStoppedException e) {
        var park = scope.inbox().parking().or(e::park);
        if (park.isPresent() && root.events().park(park.get())) {
          return;
        }
        if (scope.inbox().isStopping() || park.isEmpty()) {
          root.events().write(); // the journal says where it stands
          return;
        }
        // somebody wants the run to end: it does not wait for a person
      }
    }
  }

  /** Waits for the run's turn with its locks; false if it is to end without them. */
  private boolean takeLocks() {
    while (!journal.state().locksAwaited().isEmpty()) {
      root.mailbox().hearAll();
      if (root.mailbox().isStopping()) {
        throw new RunStoppedException();
      }
      if (scope.isCancelled()) {
        return false;
      }
      if (scope.inbox().isPastDeadline()) {
        root.walk(journal.state().definition().steps(), ""); // which say why they were not run
        return false;
      }
      if (journal.state().paused().isEmpty()) {
        try {
          journal.takeLocks();
          return true;
        } catch (LocksNotFreeException e) {
          WorkflowEngine.LOG.debug("{}", e.getMessage());
        }
      }
      root.mailbox().await();
    }
    return true;
  }

  private void runSteps() {
    var definition = journal.state().definition();
    if (stage == Stage.STEPS) {
      if (journal.state().purpose().isEmpty() && journal.state().rollback().isEmpty()) {
        root.walk(definition.steps(), "");
      }
      stage = Stage.ROLLBACK;
    }
    if (stage == Stage.ROLLBACK) {
      if (rollsBack()) {
        awaitResumption();
        rollBack();
      }
      stage = Stage.ALWAYS;
    }
    if (!definition.always().isEmpty()) {
      awaitResumption();
      beginCleaning();
      root.walkAll(definition.always(), "");
    }
  }

  /** A paused run does not begin to clean up either, unless it is to end. */
  private void awaitResumption() {
    root.mailbox().hearAll();
    while (journal.state().paused().isPresent()
        && !scope.inbox().isCleaning()
        && !scope.isCancelled()
        && !scope.inbox().isPastDeadline()) {
      if (root.mailbox().isStopping()) {
        throw new RunStoppedException();
      }
      root.events().write();
      root.mailbox().await();
    }
  }

  private boolean rollsBack() {
    if (journal.state().rollback().isPresent() || journal.state().purpose().isPresent()) {
      return true;
    }
    if (journal.state().definition().failure() != FailurePolicy.ROLLBACK || scope.isCancelled()) {
      return false;
    }
    root.events().write();
    return journal.state().definition().mainSteps().stream()
        .anyMatch(step -> journal.state().step(step.path()).status() == StepStatus.FAILED);
  }

  /** Undoes what completed, the last first; then runs the steps for failure. */
  private void rollBack() {
    if (journal.state().rollback().isEmpty()) {
      root.events().write(new Event.RollbackStarted(whyRolledBack()));
    }
    beginCleaning();
    var failed = Optional.<String>empty();
    for (var undo : undos(journal.state())) {
      if (failed.isPresent()) {
        if (!journal.state().step(undo).isOver()) {
          root.events()
              .add(
                  StepEvents.cutOff(
                      undo, "not tried, because " + failed.get() + " failed", SkipCause.CANCELLED));
        }
      } else if (root.bring(undo) != StepEnd.COMPLETED) {
        failed = Optional.of(undo);
      }
      root.events().write();
    }
    root.walkAll(journal.state().definition().onFailure(), "");
  }

  private String whyRolledBack() {
    var state = journal.state();
    return state.purpose().isPresent() ? "rolled back on request" : "a step failed";
  }

  /**
   * The undos of the steps that completed, the last first, down to the last that passed a point of
   * no return or may have.
   */
  static List<String> undos(RunState state) {
    var main =
        state.definition().mainSteps().stream()
            .map(step -> new Done(step, state.step(step.path())))
            .sorted(Comparator.comparingLong(Done::ended).reversed())
            .toList();
    var undos = new ArrayList<String>();
    if (main.stream().anyMatch(done -> done.state().unsettledPoint().isPresent())) {
      return undos;
    }
    for (var done : main) {
      if (done.state().points() > 0) {
        break;
      }
      if (done.state().status() == StepStatus.COMPLETED) {
        done.step().undoPath().ifPresent(undos::add);
      }
    }
    return undos;
  }

  private record Done(PlacedStep step, StepState state) {
    /** When it ended. One that passed a point and is not over came last: the run ended in it. */
    long ended() {
      return state.endedSeq() == 0 && state.points() > 0 ? Long.MAX_VALUE : state.endedSeq();
    }
  }

  private void beginCleaning() {
    if (!scope.inbox().isCleaning()) {
      var spent = CleanUp.spent(journal.state()); // before a crash or a stop
      scope.inbox().beginCleaning(scope.settings().cleanBudget().minus(spent));
    }
  }

  /** Leaves a run that can't go on: its attempt ends, and a person is told why. */
  private void breakOff(Throwable failure) {
    var what = scope.secrets().redact(messageOf(failure));
    WorkflowEngine.LOG.error("run {} can't go on: {}", journal.state().runId(), what);
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
