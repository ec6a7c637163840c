package org.hwautomation.provisioning.batch;

import org.hwautomation.store.BatchRecord;

/** Thrown if a batch of that name is open, and would be another one. Nothing was changed. */
public final class BatchUnderWayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BatchUnderWayException(BatchRecord batch) {
    super(
        "batch %s is %s, with other servers or terms; wait for it, cancel it, or give this one another name"
            .formatted(batch.name(), batch.state().wireName()));
  }
}
