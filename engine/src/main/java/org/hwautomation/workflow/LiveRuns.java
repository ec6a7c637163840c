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
  private final ScopedLock lock = new ScopedLock();
  private final EngineSettings settings;
  private final ActionRegistry registry;
  private final LimitQueues limits;
  private final UsualDurations usual;

  // INVARIANT: guarded by lock. A run is executed or stranded or neither; a claimed one may be
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
  Claim claim(String runId) {
    try (var _ = lock.hold()) {
      if (closed) {
        throw new WorkflowException("the engine is closed");
      }
      if (executions.containsKey(runId) || !claimed.add(runId)) {
        throw new RunOwnedException(runId, "this process");
      }
      return () -> unclaim(runId);
    }
  }

  private void unclaim(String runId) {
    try (var _ = lock.hold()) {
      claimed.remove(runId);
      if (closed && claimed.isEmpty()) {
        noneClaimed.complete(null);
      }
    }
  }

  /** Begins to execute a run that the caller has claimed. */
  RunExecution execute(RunJournal journal, Map<String, Action> functions) {
    try (var _ = lock.hold()) {
      var execution = new RunExecution(settings, registry, this, journal, functions);
      executions.put(journal.state().runId(), execution);
      stranded.remove(journal.state().runId());
      execution.start();
      return execution;
    }
  }

  /** An execution is over: its run ended, is parked, or was left. */
  void left(RunExecution execution, boolean broken) {
    var state = execution.journal().state();
    try (var _ = lock.hold()) {
      executions.remove(state.runId(), execution);
      if (broken) {
        stranded.add(state.runId());
      }
    }
    if (state.status().isTerminal() && !state.held()) {
      registry.forget(state.workflowId(), execution.functions());
    }
  }

  Optional<RunExecution> find(String runId) {
    try (var _ = lock.hold()) {
      return Optional.ofNullable(executions.get(runId));
    }
  }

  /** True if this process executes the run or is about to. */
  boolean has(String runId) {
    try (var _ = lock.hold()) {
      return executions.containsKey(runId) || claimed.contains(runId);
    }
  }

  /** True if a run waits for locks. */
  boolean waitForLocks() {
    try (var _ = lock.hold()) {
      return executions.values().stream()
          .anyMatch(execution -> !execution.journal().state().locksAwaited().isEmpty());
    }
  }

  int count() {
    try (var _ = lock.hold()) {
      return executions.size();
    }
  }

  /** The store failed while a run was taken over: it is looked at again when the store works. */
  void strand(String runId) {
    try (var _ = lock.hold()) {
      if (!closed && !executions.containsKey(runId)) {
        stranded.add(runId);
      }
    }
  }

  /** Runs that are ours but stopped because the store did not work. */
  List<String> stranded() {
    try (var _ = lock.hold()) {
      return List.copyOf(stranded);
    }
  }

  /** Somebody else has it, or it is parked or over. */
  void noLongerStranded(String runId) {
    try (var _ = lock.hold()) {
      stranded.remove(runId);
    }
  }

  /**
   * Lets nothing new begin, waits for what is beginning, and tells what is executed then; empty if
   * this was called before.
   */
  Optional<List<RunExecution>> close() {
    try (var _ = lock.hold()) {
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
    try (var _ = lock.hold()) {
      return Optional.of(List.copyOf(executions.values()));
    }
  }
}
