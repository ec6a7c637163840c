package org.hwautomation.workflow;

import org.jspecify.annotations.Nullable;

/** The store can't be used: full disk, read-only, corrupt, of a newer version. Says what to do. */
public class StoreException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
