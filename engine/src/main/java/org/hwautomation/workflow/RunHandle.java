package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** A run that an engine of this process executes. Thread-safe. */
public final class RunHandle {
  private final WorkflowEngine engine;
  private final RunExecution execution;

  RunHandle(WorkflowEngine engine, RunExecution execution) {
    this.engine = engine;
    this.execution = execution;
  }

  public String runId() {
    return state().runId();
  }

  /** The state now. */
  public RunState state() {
    return execution.journal().state();
  }

  /** What the running step last said of itself. */
  public Optional<LiveProgress> progress() {
    return execution.journal().progress();
  }

  /**
   * Waits until the run has ended, is parked, or the engine stopped.
   *
   * @return the state it was left in
   * @throws StoreException if its journal could not be written; it can be resumed
   */
  public RunState await() throws InterruptedException {
    try {
      return WorkflowEngine.await(execution, null);
    } catch (TimeoutException e) {
      throw new IllegalStateException("no limit was given", e);
    }
  }

  /**
   * As {@link #await()}, for at most {@code limit}.
   *
   * @throws TimeoutException if it goes on
   */
  public RunState await(Duration limit) throws InterruptedException, TimeoutException {
    return WorkflowEngine.await(execution, limit);
  }

  /** True if the run has ended, is parked, or was left by a stop. */
  public boolean isDone() {
    return execution.done().isDone();
  }

  /** Cancels it; false if it had ended already. */
  public boolean cancel(String actor, String reason) {
    return engine.cancel(runId(), actor, reason);
  }

  /** Follows it from its first entry on. */
  public Subscription subscribe(RunListener listener) {
    return Subscription.start(
        engine.store(), engine.time(), runId(), 0, listener, execution.journal());
  }
}
