package org.hwautomation.workflow;

import java.util.List;
import java.util.Optional;

/**
 * A run about to be created.
 *
 * @param record the run's row, owner and epoch 1 included
 * @param entries its first journal entries
 * @param lockKeys taken all at once
 * @param queues true to wait in the queue of those keys instead of taking them
 * @param resumedFrom a held run whose locks pass over
 * @param history the row for {@code workflow_history}, when the run is about a server
 */
public record NewRun(
    RunRecord record,
    List<JournalEntry> entries,
    List<String> lockKeys,
    boolean queues,
    Optional<String> resumedFrom,
    Optional<HistoryRecord> history) {}
