package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes runs over from dead owners, and parks those that can't be continued. Thread-safe. */
final class RunRecovery {
  private final WorkflowEngine engine;
  private final WorkflowStore store;
  private final WorkflowTime time;

  RunRecovery(WorkflowEngine engine) {
    this.engine = engine;
    this.store = engine.store();
    this.time = engine.time();
  }

  /**
   * Makes {@code owner} the owner of a run and writes down what became of the last attempt.
   *
   * @param asked true if a person wants it: age and number of interruptions do not count then
   * @return the journal to go on with; empty if the run had to be parked
   */
  Optional<RunJournal> takeOver(
      RunRecord run, String owner, String actor, boolean asked, Map<String, Action> functions) {
    var epoch = store.takeOver(run.runId(), owner);
    RunState state;
    try {
      state = RunState.of(store.entries(run.runId(), 0)).orElseThrow();
    } catch (StoreException e) {
      throw e;
    } catch (WorkflowException e) {
      parkUnread(run, epoch, e);
      return Optional.empty();
    }
    if (state.status().isTerminal()) {
      throw new RunFencedException(run.runId(), "it is " + state.status().wireName());
    }
    var journal = new RunJournal(store, time, run, state, epoch, List.of());
    var before = state.lastEventAt();
    var events = new ArrayList<Event>();
    events.add(new Event.RunOwned(owner, true));
    for (var step : state.steps().values()) {
      if (!step.attempts().isEmpty()
          && step.attempts().getLast().outcome() == StepState.Outcome.RUNNING) {
        events.add(
            new Event.AttemptInterrupted(
                step.path(),
                step.attempts().getLast().number(),
                "the process that ran it ended",
                true,
                store
                    .progress(run.runId())
                    .filter(progress -> progress.step().equals(step.path()))
                    .map(LiveProgress::text)));
      }
    }
    journal.append(actor, events, false, Optional.empty());
    applyCommands(journal);
    if (journal.state().cancel().isPresent()) {
      return Optional.of(journal); // nothing more of it is run but what cleans up
    }
    var problem = whyPark(journal.state(), Duration.between(before, time.now()), asked, functions);
    if (problem.isPresent()) {
      journal.append(actor, problem.get());
      return Optional.empty();
    }
    return Optional.of(journal);
  }

  private void applyCommands(RunJournal journal) {
    for (var command : store.pendingCommandsOf(journal.state().runId())) {
      if (isOutdated(command.expectedSeq(), journal.state())) {
        journal.append(command.actor(), List.of(), false, Optional.of(command.commandId()));
        continue;
      }
      switch (command.kind()) {
        case CANCEL ->
            journal.requestCancel(
                command.actor(), command.reason(), Optional.of(command.commandId()));
      }
    }
  }

  /** True if the journal has moved on from where the command was given. */
  static boolean isOutdated(OptionalLong expectedSeq, RunState state) {
    return expectedSeq.isPresent() && expectedSeq.getAsLong() != state.lastSeq();
  }

  /** Parks a run whose journal this version can't fold; its row tells what it can. */
  private void parkUnread(RunRecord run, long epoch, WorkflowException problem) {
    var message = Limits.cut(String.valueOf(problem.getMessage()));
    var entry =
        EventCodec.write(
            run.runId(),
            run.lastSeq() + 1,
            epoch,
            time.now(),
            "engine",
            new Event.RunParked(ParkReason.UNKNOWN_EVENT, message));
    store.append(
        new Append(
            epoch,
            List.of(entry),
            run.parked(entry.seq(), epoch, message, entry.at()),
            false,
            Optional.empty(),
            Optional.empty()));
  }

  private Optional<Event.RunParked> whyPark(
      RunState state, Duration interrupted, boolean asked, Map<String, Action> functions) {
    for (var step : state.definition().all()) {
      var problem = whyPark(step, state.step(step.name()), asked, functions);
      if (problem.isPresent()) {
        return problem;
      }
    }
    var missing = missingSecret(state.values());
    if (missing.isPresent()) {
      return park(
          ParkReason.SECRET_MISSING,
          "secret "
              + missing.get()
              + " can't be read; is the key file the one it was stored with?");
    }
    var limit = state.definition().resumeMaxAge();
    if (!asked && interrupted.compareTo(limit) > 0) {
      return park(
          ParkReason.TOO_OLD,
          "it was interrupted for %s, longer than %s; look at the server, then resume it"
              .formatted(Durations.text(interrupted), Durations.text(limit)));
    }
    return Optional.empty();
  }

  private Optional<Event.RunParked> whyPark(
      WorkflowDefinition.StoredStep step,
      StepState now,
      boolean asked,
      Map<String, Action> functions) {
    if (now.isOver()) {
      return Optional.empty();
    }
    var action = engine.function(step, functions);
    if (action.isEmpty()) {
      return park(ParkReason.ACTION_MISSING, missing(step));
    }
    if (now.interruptedPoint().isPresent() && !action.get().adoptsInterruptedPoint()) {
      return park(ParkReason.POINT_NOT_ADOPTED, notAdopted(step, now.interruptedPoint().get()));
    }
    if (!asked && now.interruptions() >= WorkflowEngine.MAX_INTERRUPTIONS) {
      return park(
          ParkReason.INTERRUPTED_TOO_OFTEN,
          "step %s was interrupted %d times; does it end the process?"
              .formatted(step.name(), now.interruptions()));
    }
    return Optional.empty();
  }

  private static Optional<Event.RunParked> park(ParkReason reason, String message) {
    return Optional.of(new Event.RunParked(reason, message));
  }

  /** Why a step can't be run here at all. */
  static String missing(WorkflowDefinition.StoredStep step) {
    return step.action()
        .map(name -> "action %s of step %s is not registered here".formatted(name, step.name()))
        .orElse(
            "step %s is a function of the process that started it; offer the definition again, then resume it"
                .formatted(step.name()));
  }

  /** Why a step must not be tried again by itself. */
  static String notAdopted(WorkflowDefinition.StoredStep step, StepState.Point point) {
    return ("step %s was cut off while %s, and can't tell by itself how that went; look at the"
            + " server, then cancel the run and start a new one")
        .formatted(step.name(), point.description());
  }

  private Optional<String> missingSecret(Value value) {
    return switch (value) {
      case Value.SecretReference reference ->
          store.secret(reference).isPresent() ? Optional.empty() : Optional.of(reference.id());
      case Value.Fields fields ->
          fields.values().values().stream()
              .flatMap(part -> missingSecret(part).stream())
              .findFirst();
      case Value.Items items ->
          items.values().stream().flatMap(part -> missingSecret(part).stream()).findFirst();
      default -> Optional.empty();
    };
  }
}
