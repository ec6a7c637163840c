package org.hwautomation.store;

import org.hwautomation.workflow.StoreException;

/** A database that this version must not touch, and whose it is instead. */
final class RefusedDatabase extends StoreException {
  private static final long serialVersionUID = 1L;

  private final DatabaseStatus.Kind kind;

  RefusedDatabase(DatabaseStatus.Kind kind, String message) {
    super(message, null);
    this.kind = kind;
  }

  DatabaseStatus.Kind kind() {
    return kind;
  }
}
