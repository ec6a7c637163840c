package org.hwautomation.workflow;

/**
 * A lock key that a run needs is free, but another run has been waiting for it, and comes first.
 */
public final class LockAwaitedException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  private final transient LockWait first;

  public LockAwaitedException(LockWait first) {
    super(
        "run %s waits for %s since %s and comes first; queue behind it, or wait until it has ended"
            .formatted(first.runId(), first.key(), first.since()));
    this.first = first;
  }

  /** Who comes first. */
  public LockWait first() {
    return first;
  }
}
