package org.hwautomation.store;

import java.util.Collection;
import org.hwautomation.workflow.WorkflowException;

/** The original's {@code servers} has no such column, or it is not for callers to write. */
public final class UnknownColumnException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  UnknownColumnException(String column, Collection<String> known) {
    super(
        "the inventory has no column '%s' to write; it has %s"
            .formatted(column, String.join(", ", known)));
  }
}
