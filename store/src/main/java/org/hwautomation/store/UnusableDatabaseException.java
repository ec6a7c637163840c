package org.hwautomation.store;

import org.hwautomation.workflow.StoreException;

/**
 * What was named is no database for this version of this user: damaged, read-only, of another
 * program or of a newer version. It was not touched; another name or another right helps.
 */
public final class UnusableDatabaseException extends StoreException {
  private static final long serialVersionUID = 1L;

  UnusableDatabaseException(StoreException problem) {
    super(String.valueOf(problem.getMessage()), problem);
  }
}
