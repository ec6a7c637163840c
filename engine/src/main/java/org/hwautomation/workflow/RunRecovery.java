package org.hwautomation.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** Finds runs that nobody executes, and executes them here. Thread-safe. */
final class RunRecovery {
  private static final String ACTOR = "engine";

  private static final Optional<ParkReason> MISSING = Optional.of(ParkReason.ACTION_MISSING);

  private final EngineSettings settings;
  private final ActionRegistry registry;
  private final Ownership ownership;
  private final LiveRuns runs;
  private final Takeover takeover;

  RunRecovery(
      EngineSettings settings, ActionRegistry registry, Ownership ownership, LiveRuns runs) {
    this.settings = settings;
    this.registry = registry;
    this.ownership = ownership;
    this.runs = runs;
    this.takeover = new Takeover(settings, registry);
  }

  /** As {@link WorkflowEngine#recover}. */
  List<RunExecution> recoverAll() {
    return new BulkRecovery(settings, registry, ownership, runs, takeover, this).recover();
  }

  /** As {@link WorkflowEngine#parkRestored}. */
  int parkRestored(String actor, String why) {
    var parked = new Event.RunParked(ParkReason.RESTORED, Limits.cut(why));
    var left =
        settings.store().runs(RunQuery.LIVE).stream()
            .filter(run -> run.phase() != Phase.PARKED && isLeft(run))
            .toList();
    for (var run : left) {
      try (var _ = runs.claim(run.runId())) {
        takeover.park(run, ownership.id(), actor, parked);
      }
    }
    return left.size();
  }

  /** Those that nobody executes, and that wait for no code that is not here. */
  List<RunRecord> toContinue(List<RunRecord> batch, Predicate<String> isAlive) {
    var left = batch.stream().filter(run -> isLeft(run, isAlive)).toList();
    var parked = left.stream().filter(run -> run.owner().isEmpty()).map(RunRecord::runId).toList();
    var entries =
        parked.isEmpty()
            ? Map.<String, List<JournalEntry>>of()
            : settings.store().entriesOf(parked);
    return left.stream()
        .filter(
            run ->
                run.owner().isPresent()
                    || waitsForCode(run, entries.getOrDefault(run.runId(), List.of())))
        .toList();
  }

  private boolean waitsForCode(RunRecord run, List<JournalEntry> entries) {
    try {
      var code = registry.functions(run.workflowId());
      return RunState.of(entries)
          .filter(
              state ->
                  state.parked().map(Event.RunParked::reason).equals(MISSING)
                      && !ParkRules.lacksCode(state, registry, code))
          .isPresent();
    } catch (RuntimeException e) { // one that is broken must not keep the others
      warn(run, e);
      return false;
    }
  }

  /** Continues a live run whose owner is dead, or that was parked for code which is here now. */
  Optional<RunExecution> recover(RunRecord run) {
    try {
      return toContinue(List.of(run), settings.store()::isAlive).isEmpty()
          ? Optional.empty()
          : tryToAdopt(run);
    } catch (RuntimeException e) {
      warn(run, e);
      return Optional.empty();
    }
  }

  /** As {@link #adopt}; what goes wrong is only logged. */
  Optional<RunExecution> tryToAdopt(RunRecord run) {
    try {
      return adopt(run.runId(), ACTOR, false);
    } catch (RunOwnedException | RunFencedException e) {
      WorkflowEngine.LOG.info("{}", e.getMessage()); // another executor was faster
    } catch (RuntimeException e) { // one that is broken must not keep the others
      warn(run, e);
    }
    return Optional.empty();
  }

  private static void warn(RunRecord run, RuntimeException e) {
    try (var _ = LogFields.of(run.runId(), run.serverId(), Optional.empty())) {
      WorkflowEngine.LOG.warn("run {} can't be recovered: {}", run.runId(), e.getMessage());
    }
  }

  /** Goes on with the runs of ours that stopped because the store did not work. */
  void recoverStranded() {
    for (var runId : runs.stranded()) {
      try {
        if (isOurs(runId)) {
          adopt(runId, ACTOR, false);
        }
        runs.noLongerStranded(runId);
      } catch (StoreException e) {
        WorkflowEngine.LOG.debug("run {} waits for the store: {}", runId, e.getMessage());
      } catch (RuntimeException e) {
        runs.noLongerStranded(runId);
        WorkflowEngine.LOG.info("run {} is not continued: {}", runId, e.getMessage());
      }
    }
  }

  private boolean isOurs(String runId) {
    return ownership.current().isPresent()
        && settings.store().run(runId).flatMap(RunRecord::owner).equals(ownership.current());
  }

  /** True if no living process executes the run, ours included. */
  boolean isLeft(RunRecord run) {
    return isLeft(run, settings.store()::isAlive);
  }

  private boolean isLeft(RunRecord run, Predicate<String> isAlive) {
    return !runs.has(run.runId())
        && (run.owner().isEmpty()
            || run.owner().equals(ownership.current())
            || !isAlive.test(run.owner().get()));
  }

  /**
   * Takes a live run over and continues it.
   *
   * @param asked true if a person wants it
   * @return empty if it had to be parked
   * @throws RunOwnedException if a living process executes it
   * @throws RunFencedException if it has ended
   */
  Optional<RunExecution> adopt(String runId, String actor, boolean asked) {
    awaitLeft(runId);
    try (var _ = runs.claim(runId)) {
      var us = ownership.id();
      var run = settings.store().run(runId).orElseThrow(() -> new RunNotFoundException(runId));
      if (run.status().isTerminal()) {
        throw new RunFencedException(runId, "it is " + run.status().wireName());
      }
      var code = registry.functions(run.workflowId());
      return takeover
          .takeOver(run, us, actor, asked, code)
          .map(journal -> runs.execute(journal, code));
    } catch (StoreException e) {
      runs.strand(runId); // it may be ours already
      throw e;
    }
  }

  /** Lets our own execution of a run that is parked already get out of the way. */
  void awaitLeft(String runId) {
    var mine = runs.find(runId).filter(e -> e.journal().state().owner().isEmpty());
    if (mine.isEmpty()) {
      return;
    }
    try {
      mine.get().done().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkflowException("interrupted while run " + runId + " is being parked", e);
    } catch (ExecutionException e) {
      WorkflowEngine.LOG.debug("run {} was left with an error", runId);
    }
  }
}
