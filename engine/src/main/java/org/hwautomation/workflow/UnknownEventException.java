package org.hwautomation.workflow;

/** A journal holds an event that this version does not know; written by a newer one. */
public final class UnknownEventException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  UnknownEventException(JournalEntry entry) {
    super(
        "entry %d of run %s is of type '%s', version %d, which this version does not know; use the newer version that wrote it"
            .formatted(entry.seq(), entry.runId(), entry.type(), entry.schemaVersion()));
  }
}
