package org.hwautomation.store;

import org.hwautomation.store.Audit.Head;

/** Whether the audit is as it was written. */
public sealed interface AuditVerdict {

  /**
   * Every entry follows the one before it.
   *
   * @param entries how many there are
   * @param head the newest
   */
  record Intact(long entries, Head head) implements AuditVerdict {}

  /**
   * Somebody was at it.
   *
   * @param id the first entry that is wrong; where entries are gone, the first of those, or the
   *     last that is left
   * @param text what is wrong, for people
   */
  record Broken(long id, Damage damage, String text) implements AuditVerdict {}

  /** What was done to it. */
  enum Damage {
    CHANGED,
    REMOVED,
    INSERTED,
    /** Only told where a newer hash is remembered elsewhere. */
    CUT_OFF
  }
}
