package org.hwautomation.workflow;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of the original's table {@code workflow_history}. Written at the start of a run and at its
 * end, not at each step.
 *
 * @param metadata JSON in the original's shape: {@code {"steps":[…],"context":{…}}}
 */
public record HistoryRecord(
    String runId,
    String workflowId,
    String serverId,
    Optional<String> deviceType,
    WorkflowStatus status,
    Instant startedAt,
    Optional<Instant> completedAt,
    int stepsCompleted,
    int totalSteps,
    Optional<String> errorMessage,
    String metadata) {}
