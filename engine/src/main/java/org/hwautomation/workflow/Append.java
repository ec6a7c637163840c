package org.hwautomation.workflow;

import java.util.List;
import java.util.Optional;

/**
 * Entries for a run's journal, with what they mean for its row.
 *
 * @param epoch the ownership that writes
 * @param entries in order, following the last one; may be empty
 * @param record the run's row after them
 * @param takeLocks true to take the keys that the run waits for
 * @param releaseLocks true to give the run's locks back
 * @param appliedCommand a command that these entries carry out
 * @param history the row for {@code workflow_history}; given at the end of a run only
 */
public record Append(
    long epoch,
    List<JournalEntry> entries,
    RunRecord record,
    boolean takeLocks,
    boolean releaseLocks,
    Optional<String> appliedCommand,
    Optional<HistoryRecord> history) {
  /** One that takes no locks. */
  public Append(
      long epoch,
      List<JournalEntry> entries,
      RunRecord record,
      boolean releaseLocks,
      Optional<String> appliedCommand,
      Optional<HistoryRecord> history) {
    this(epoch, entries, record, false, releaseLocks, appliedCommand, history);
  }
}
