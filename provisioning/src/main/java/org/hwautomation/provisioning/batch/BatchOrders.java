package org.hwautomation.provisioning.batch;

import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.batch.BatchProgress.Result;
import org.hwautomation.provisioning.batch.BatchProgress.ServerResult;
import org.hwautomation.store.BatchRecord;
import org.hwautomation.store.BatchRecord.State;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowException;

/** Gives orders to batches, whoever starts their servers. Thread-safe. */
public final class BatchOrders {
  private final WorkflowManager manager;
  private final String actor;

  /**
   * @param actor who gives them, such as {@code cli:alice}
   */
  public BatchOrders(WorkflowManager manager, String actor) {
    this.manager = manager;
    this.actor = actor;
  }

  /**
   * Has nothing more started; what was started goes on.
   *
   * @throws UnknownBatchException if there is no such batch
   * @throws WorkflowException if it does not run
   */
  public void pause(String name, String reason) {
    var batch = UnknownBatchException.require(manager.store(), name);
    if (!manager.store().batches().halt(name, State.PAUSED, actor, reason)) {
      throw refused(batch, "only one that runs can be paused");
    }
  }

  /**
   * Has servers started again. Failures up to now stop it no more.
   *
   * @throws UnknownBatchException if there is no such batch
   * @throws WorkflowException if it is neither paused nor stopped
   */
  public void resume(String name, String reason) {
    var batch = UnknownBatchException.require(manager.store(), name);
    var failures = BatchProgress.of(manager.store(), batch).failures();
    if (!manager.store().batches().resume(name, failures, actor, reason)) {
      throw refused(batch, "only one that is paused or stopped can be resumed");
    }
  }

  /**
   * Has nothing more started, for good.
   *
   * @param runs true to cancel the runs that go on too; each ends when it may be cut off
   * @return how many runs were told to end
   * @throws UnknownBatchException if there is no such batch
   * @throws WorkflowException if it is not open, and no run of it is to be cancelled
   */
  public int cancel(String name, boolean runs, String reason) {
    var batch = UnknownBatchException.require(manager.store(), name);
    var cancelled = manager.store().batches().halt(name, State.CANCELLED, actor, reason);
    var told = runs ? cancelRuns(batch, reason) : 0;
    if (!cancelled && told == 0) {
      throw refused(batch, "there is nothing to cancel");
    }
    return told;
  }

  private int cancelRuns(BatchRecord batch, String reason) {
    return (int)
        BatchProgress.of(manager.store(), batch).servers().stream()
            .filter(each -> each.result() == Result.RUNNING || each.result() == Result.PARKED)
            .flatMap((ServerResult each) -> each.run().stream())
            .map(RunRecord::runId)
            .filter(runId -> manager.engine().cancel(runId, actor, reason))
            .count();
  }

  private static WorkflowException refused(BatchRecord batch, String why) {
    return new WorkflowException(
        "batch %s is %s; %s".formatted(batch.name(), batch.state().wireName(), why));
  }
}
