package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
   * @throws StoreException if its journal could not be written; this engine goes on with it when
   *     the store works again
   */
  public RunState await() throws InterruptedException {
    try {
      return execution.done().get();
    } catch (ExecutionException e) {
      throw problem(e);
    }
  }

  /**
   * As {@link #await()}, for at most {@code limit}.
   *
   * @throws TimeoutException if it goes on
   */
  public RunState await(Duration limit) throws InterruptedException, TimeoutException {
    try {
      return execution.done().get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw problem(e);
    }
  }

  private RuntimeException problem(ExecutionException e) {
    return e.getCause() instanceof RuntimeException problem
        ? problem
        : new WorkflowException(
            "run %s can't go on: %s".formatted(runId(), e.getCause()), e.getCause());
  }

  /** True if the run has ended, is parked, or was left by a stop. */
  public boolean isDone() {
    return execution.done().isDone();
  }

  /** Cancels it; false if it had ended already. */
  public boolean cancel(String actor, String reason) {
    return engine.cancel(runId(), actor, reason);
  }

  /**
   * Leaves it parked: nothing new begins, and a step outside points of no return has {@code drain}
   * to end. Returns at once; {@link #await} waits until that has come about. A run that somebody
   * wants to end goes on to its end.
   *
   * @param message what is missing, and what to do
   */
  public void park(ParkReason reason, String message, Duration drain) {
    execution.park(new Event.RunParked(reason, Limits.cut(message)), drain);
  }

  /** Follows it from its first entry on. */
  public Subscription subscribe(RunListener listener) {
    return Subscription.start(
        engine.store(), engine.time(), runId(), 0, listener, engine.threads(), execution.journal());
  }
}
