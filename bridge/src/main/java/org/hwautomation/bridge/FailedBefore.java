package org.hwautomation.bridge;

import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.workflow.LockHeldException;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.WorkflowStatus;

/**
 * Runs that failed, hold their server, and stand in the way of a script that tries again. It may
 * take the place of one of its own workflow, and of one that was nothing but functions of a script:
 * the engine wrote to no server in it. Where nobody knows how a point of no return went, a person
 * looks first.
 */
record FailedBefore(WorkflowManager manager, String actor) {
  /** A start may be in the way of two keys, a server and its BMC, each held by another. */
  private static final int TRIES = 3;

  /** Starts a run in the place of those that may be left. */
  RunHandle start(String workflowId, WorkflowOrder order) {
    manager.store().latestRun(workflowId).filter(this::isSettled).ifPresent(this::release);
    for (var left = TRIES; ; left--) {
      try {
        return order.workflow().start(order.context());
      } catch (LockHeldException e) {
        var holder =
            manager
                .store()
                .run(e.holder().runId())
                .filter(run -> isSettled(run) && hasFunctionsAlone(run));
        if (left == 1 || holder.isEmpty()) {
          throw e;
        }
        release(holder.get());
      }
    }
  }

  private boolean isSettled(RunRecord run) {
    return run.phase() == Phase.HELD
        && run.status() == WorkflowStatus.FAILED
        && state(run).steps().values().stream().allMatch(step -> step.unsettledPoint().isEmpty());
  }

  private boolean hasFunctionsAlone(RunRecord run) {
    return state(run).definition().mainSteps().stream()
        .allMatch(step -> step.action().filter(ScriptFunction.NAME::equals).isPresent());
  }

  private RunState state(RunRecord run) {
    return manager.engine().state(run.runId()).orElseThrow();
  }

  private void release(RunRecord run) {
    manager.engine().release(run.runId(), actor, "the script tries again");
  }
}
