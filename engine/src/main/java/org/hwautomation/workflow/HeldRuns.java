package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs that failed and keep their locks: resumed as a new run, or released. Thread-safe. */
final class HeldRuns {
  private final EngineSettings settings;
  private final RunStarter starter;

  HeldRuns(EngineSettings settings, RunStarter starter) {
    this.settings = settings;
    this.starter = starter;
  }

  /**
   * Makes the run in which completed steps are not run again, and ends the hold.
   *
   * @param changes what is to be otherwise
   */
  RunExecution resume(RunRecord run, String actor, ResumeChanges changes) {
    var before = state(run.runId());
    refuseRolledBack(before);
    starter.checkEdits(before, changes.values());
    var carried = carriedOver(before);
    for (var path : changes.skips()) {
      var step = before.steps().get(path);
      if (step == null) {
        throw new InvalidValueException(
            "run " + run.runId(),
            "has no step '%s'; its steps: %s"
                .formatted(path, String.join(", ", before.steps().keySet())));
      }
      CommandRules.whyNotSkipped(step, before)
          .ifPresent(
              why -> {
                throw new WorkflowException(why);
              });
      carried.add(CommandRules.skipped(path, actor, changes.reason()));
    }
    return replace(
        before,
        run,
        actor,
        before.values().with(changes.values()),
        changes.values().values().keySet(),
        Optional.empty(),
        changes.reason(),
        carried);
  }

  /** Makes the run that undoes what a held one did, and ends the hold. */
  RunExecution rollBack(RunRecord run, String actor, String reason) {
    var before = state(run.runId());
    refuseRolledBack(before);
    return replace(
        before,
        run,
        actor,
        before.values(),
        Set.of(),
        Optional.of(RunPurpose.ROLLBACK),
        reason,
        carriedOver(before));
  }

  private RunState state(String runId) {
    return RunState.of(settings.store().entries(runId, 0)).orElseThrow();
  }

  /** As it was written, with what this version does not know of it. */
  private Value.Fields definitionOf(String runId) {
    var started = settings.store().entries(runId, 0).getFirst();
    return (Value.Fields) started.payload().get("definition").orElseThrow();
  }

  private static void refuseRolledBack(RunState before) {
    if (before.rollback().isPresent()) {
      throw new WorkflowException(
          "run %s was rolled back, and not all of it could be undone: %s; look at its server, then release it"
              .formatted(before.runId(), before.notCleaned().orElse("see its events")));
    }
  }

  private RunExecution replace(
      RunState before,
      RunRecord run,
      String actor,
      Value.Fields values,
      Set<String> edited,
      Optional<RunPurpose> purpose,
      String reason,
      List<Event> carried) {
    var now = settings.time().now();
    var resumed =
        starter.resume(
            run.identity().resumedAs(RunIds.next(now), actor, now),
            new Event.RunStarted(
                run.workflowId(),
                before.rootRunId(),
                Optional.of(run.runId()),
                definitionOf(run.runId()),
                values,
                before.lockKeys(),
                before.serverId(),
                before.deviceType(),
                edited,
                purpose),
            carried);
    var what = purpose.isPresent() ? "rolled back by " : "resumed as ";
    try {
      var why = reason.isBlank() ? "" : ": " + reason;
      end(run.runId(), actor, what + resumed.journal().state().runId() + why, false);
    } catch (WorkflowException e) {
      // the locks have passed over and its row says so; only its own journal does not
      WorkflowEngine.LOG.warn(
          "run {} is resumed, but its journal can't say so: {}", run.runId(), e.getMessage());
    }
    return resumed;
  }

  private static List<Event> carriedOver(RunState before) {
    var carried = new ArrayList<Event>();
    var main =
        before.definition().mainSteps().stream() // those for every ending run again
            .map(step -> before.step(step.path()))
            .sorted(Comparator.comparingLong(StepState::endedSeq)) // so that undos keep their order
            .toList();
    for (var step : main) {
      if (step.status() == StepStatus.COMPLETED) {
        carried.add(
            new Event.StepAdopted(
                step.path(),
                before.runId(),
                step.result(),
                step.points() == 0 ? Optional.empty() : Optional.of(step.points()),
                step.reads()));
        continue;
      }
      if (step.points() > 0) {
        carried.add(new Event.PointsPassed(step.path(), step.points()));
      }
      if (step.skipped().equals(Optional.of(SkipCause.COMMAND))) {
        carried.add(new Event.StepSkipped(step.path(), step.error().orElse(""), step.skipped()));
        continue;
      }
      step.checkpoints()
          .forEach(
              (name, kept) ->
                  carried.add(
                      new Event.CheckpointSaved(
                          step.path(), 0, name, kept.inputsHash(), kept.value())));
      step.interruptedPoint()
          .ifPresent(
              p -> carried.add(new Event.PointCarried(step.path(), p.description(), p.expected())));
    }
    return carried;
  }

  /** As {@link WorkflowEngine#release}. */
  boolean release(String runId, String actor, String reason) {
    var run = settings.store().run(runId).orElseThrow(() -> new RunNotFoundException(runId));
    return run.phase() == Phase.HELD && end(runId, actor, reason, true);
  }

  /** Writes that the run is held no more; false if it was not, or somebody else was faster. */
  private boolean end(String runId, String actor, String reason, boolean releaseLocks) {
    var store = settings.store();
    var run = store.run(runId).orElseThrow(() -> new RunNotFoundException(runId));
    var state = RunState.of(store.entries(runId, 0)).orElseThrow();
    if (!state.held()) {
      return false;
    }
    try {
      new RunJournal(store, settings.time(), run.identity(), state, run.epoch())
          .append(
              actor,
              List.of(new Event.RunReleased(actor, Limits.cut(reason))),
              releaseLocks,
              Optional.empty());
      return true;
    } catch (RunFencedException e) {
      WorkflowEngine.LOG.debug("released or resumed by somebody else: {}", e.getMessage());
      return false;
    }
  }
}
