package org.hwautomation.workflow;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The runs that this process executes, and those that it is about to. Whoever creates a run or
 * takes one over claims it first, so that nobody else here does, and a close waits. Thread-safe.
 */
final class LiveRuns {
  private final EngineSettings settings;
  private final ActionRegistry registry;
  private final LimitQueues limits;
  private final UsualDurations usual;

  // INVARIANT: guarded by this. A run is executed or stranded or neither; a claimed one may be
  // stranded still, or executed already.
  private final Map<String, RunExecution> executions = new LinkedHashMap<>();
  private final Set<String> claimed = new HashSet<>();
  private final Set<String> stranded = new LinkedHashSet<>();
  private boolean closed;
  private final CompletableFuture<Void> noneClaimed = new CompletableFuture<>();

  LiveRuns(EngineSettings settings, ActionRegistry registry) {
    this.settings = settings;
    this.registry = registry;
    limits = new LimitQueues(settings);
    usual = new UsualDurations(settings);
  }

  LimitQueues limits() {
    return limits;
  }

  UsualDurations usual() {
    return usual;
  }

  /** The right to execute a run here. */
  @FunctionalInterface
  interface Claim extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Claims a run, to be executed or not before the claim is closed.
   *
   * @throws RunOwnedException if it is executed or claimed here
   * @throws WorkflowException if the engine is closed
   */
  synchronized Claim claim(String runId) {
    if (closed) {
      throw new WorkflowException("the engine is closed");
    }
    if (executions.containsKey(runId) || !claimed.add(runId)) {
      throw new RunOwnedException(runId, "this process");
    }
    return () -> unclaim(runId);
  }

  private synchronized void unclaim(String runId) {
    claimed.remove(runId);
    if (closed && claimed.isEmpty()) {
      noneClaimed.complete(null);
    }
  }

  /** Begins to execute a run that the caller has claimed. */
  synchronized RunExecution execute(RunJournal journal, Map<String, Action> functions) {
    var execution = new RunExecution(settings, registry, this, journal, functions);
    executions.put(journal.state().runId(), execution);
    stranded.remove(journal.state().runId());
    execution.start();
    return execution;
  }

  /** An execution is over: its run ended, is parked, or was left. */
  void left(RunExecution execution, boolean broken) {
    var state = execution.journal().state();
    synchronized (this) {
      executions.remove(state.runId(), execution);
      if (broken) {
        stranded.add(state.runId());
      }
    }
    if (state.status().isTerminal() && !state.held()) {
      registry.forget(state.workflowId(), execution.functions());
    }
  }

  synchronized Optional<RunExecution> find(String runId) {
    return Optional.ofNullable(executions.get(runId));
  }

  /** True if this process executes the run or is about to. */
  synchronized boolean has(String runId) {
    return executions.containsKey(runId) || claimed.contains(runId);
  }

  /** True if a run waits for locks. */
  synchronized boolean waitForLocks() {
    return executions.values().stream()
        .anyMatch(execution -> !execution.journal().state().locksAwaited().isEmpty());
  }

  synchronized int count() {
    return executions.size();
  }

  /** The store failed while a run was taken over: it is looked at again when the store works. */
  synchronized void strand(String runId) {
    if (!closed && !executions.containsKey(runId)) {
      stranded.add(runId);
    }
  }

  /** Runs that are ours but stopped because the store did not work. */
  synchronized List<String> stranded() {
    return List.copyOf(stranded);
  }

  /** Somebody else has it, or it is parked or over. */
  synchronized void noLongerStranded(String runId) {
    stranded.remove(runId);
  }

  /**
   * Lets nothing new begin, waits for what is beginning, and tells what is executed then; empty if
   * this was called before.
   */
  Optional<List<RunExecution>> close() {
    synchronized (this) {
      if (closed) {
        return Optional.empty();
      }
      closed = true;
      stranded.clear();
      if (claimed.isEmpty()) {
        noneClaimed.complete(null);
      }
    }
    // a start takes one write; then the runs are told to stop, whoever interrupts this thread
    noneClaimed.join();
    synchronized (this) {
      return Optional.of(List.copyOf(executions.values()));
    }
  }
}
