package org.hwautomation.workflow;

import java.time.Instant;

/**
 * A row of the journal.
 *
 * @param runId the run it belongs to
 * @param seq its number within the run, from 1 without gaps
 * @param epoch which ownership of the run wrote it, from 1
 * @param type the event's name, such as {@code step_completed}
 * @param schemaVersion the format of the payload
 * @param at the wall clock when it was written, to the microsecond
 * @param actor who caused it, such as {@code engine} or {@code cli:alice}
 * @param payload the event; fields that this version does not know are kept
 */
public record JournalEntry(
    String runId,
    long seq,
    long epoch,
    String type,
    int schemaVersion,
    Instant at,
    String actor,
    Value.Fields payload) {}
