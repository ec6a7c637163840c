package org.hwautomation.workflow;

/** Another run, perhaps in another process, holds a lock key that a run needs. */
public final class LockHeldException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  private final transient LockHolder holder;

  public LockHeldException(LockHolder holder) {
    super(
        "%s is held by run %s (%s) since %s; wait for it, or cancel or release it"
            .formatted(holder.key(), holder.runId(), holder.workflowId(), holder.since()));
    this.holder = holder;
  }

  public LockHolder holder() {
    return holder;
  }
}
