package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

/** Finds runs that nobody executes, and executes them here. Thread-safe. */
final class RunRecovery {
  private static final int AT_ONCE = 128;
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
    this.takeover = new Takeover(settings, new ParkRules(settings.store(), registry));
  }

  /**
   * As {@link WorkflowEngine#recover}. Many at once, so that their commits share syncs; the first
   * begun first.
   */
  List<RunExecution> recoverAll() {
    var left = new ConcurrentLinkedQueue<>(settings.store().runs(RunQuery.LIVE).reversed());
    var recovered = new ConcurrentLinkedQueue<RunExecution>();
    var workers = new ArrayList<Thread>();
    while (workers.size() < Math.min(AT_ONCE, left.size())) {
      workers.add(settings.threads().newThread(() -> recover(left, recovered)));
    }
    workers.forEach(Thread::start);
    try {
      for (var worker : workers) {
        worker.join();
      }
    } catch (InterruptedException e) {
      left.clear();
      Thread.currentThread().interrupt();
    }
    return List.copyOf(recovered);
  }

  private void recover(Queue<RunRecord> left, Queue<RunExecution> recovered) {
    for (var run = left.poll(); run != null; run = left.poll()) {
      recover(run).ifPresent(recovered::add);
    }
  }

  private boolean waitsForCode(RunRecord run) {
    var code = registry.functions(run.workflowId());
    return RunState.of(settings.store().entries(run.runId(), 0))
        .filter(
            state ->
                state.parked().map(Event.RunParked::reason).equals(MISSING)
                    && !ParkRules.lacksCode(state, registry, code))
        .isPresent();
  }

  /** Continues a live run whose owner is dead, or that was parked for code which is here now. */
  Optional<RunExecution> recover(RunRecord run) {
    try {
      return isLeft(run) && (run.owner().isPresent() || waitsForCode(run))
          ? adopt(run.runId(), "engine", false)
          : Optional.empty();
    } catch (RunOwnedException | RunFencedException e) {
      WorkflowEngine.LOG.info("{}", e.getMessage()); // another executor was faster
    } catch (RuntimeException e) { // one that is broken must not keep the others
      WorkflowEngine.LOG.warn("run {} can't be recovered: {}", run.runId(), e.getMessage());
    }
    return Optional.empty();
  }

  /** Goes on with the runs of ours that stopped because the store did not work. */
  void recoverStranded() {
    for (var runId : runs.stranded()) {
      try {
        if (isOurs(runId)) {
          adopt(runId, "engine", false);
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
    return !runs.has(run.runId())
        && (run.owner().isEmpty()
            || run.owner().equals(ownership.current())
            || !settings.store().isAlive(run.owner().get()));
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
