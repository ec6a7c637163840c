package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs that failed and keep their locks: resumed as a new run, or released. Thread-safe. */
final class HeldRuns {
  private final EngineSettings settings;
  private final RunStarter starter;

  HeldRuns(EngineSettings settings, RunStarter starter) {
    this.settings = settings;
    this.starter = starter;
  }

  /** Makes the run in which completed steps are not run again, and ends the hold. */
  RunExecution resume(RunRecord run, String actor) {
    var entries = settings.store().entries(run.runId(), 0);
    var before = RunState.of(entries).orElseThrow();
    var now = settings.time().now();
    var resumed =
        starter.resume(
            run.identity().resumedAs(RunIds.next(now), actor, now),
            new Event.RunStarted(
                run.workflowId(),
                before.rootRunId(),
                Optional.of(run.runId()),
                (Value.Fields) entries.getFirst().payload().get("definition").orElseThrow(),
                before.values(),
                before.lockKeys(),
                before.serverId(),
                before.deviceType()),
            carriedOver(before));
    try {
      end(run.runId(), actor, "resumed as " + resumed.journal().state().runId(), false);
    } catch (WorkflowException e) {
      // the locks have passed over and its row says so; only its own journal does not
      WorkflowEngine.LOG.warn(
          "run {} is resumed, but its journal can't say so: {}", run.runId(), e.getMessage());
    }
    return resumed;
  }

  private static List<Event> carriedOver(RunState before) {
    var carried = new ArrayList<Event>();
    for (var defined : before.definition().mainSteps()) { // those for every ending run again
      var step = before.step(defined.path());
      if (step.status() == StepStatus.COMPLETED) {
        carried.add(new Event.StepAdopted(step.path(), before.runId(), step.result()));
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
      new RunJournal(store, settings.time(), run.identity(), state, run.epoch(), List.of())
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
