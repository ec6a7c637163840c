package org.hwautomation.store;

import java.time.Instant;

/**
 * A schedule. Immutable.
 *
 * @param revision from 1, another with each change that a person made
 * @param firedUntil times up to this one are settled: fired, missed, or before the schedule was
 */
public record ScheduleRecord(
    String name,
    ScheduleTerms terms,
    boolean paused,
    long revision,
    String createdBy,
    Instant createdAt,
    String changedBy,
    Instant changedAt,
    Instant firedUntil) {}
