package org.hwautomation.workflow;

import java.time.Instant;
import java.util.Optional;

/**
 * What a run is and what it is about: fixed when it starts, the same in every row that tells of it.
 *
 * @param runId UUIDv7, unique for ever
 * @param workflowId the caller's name
 * @param definition the definition's name
 * @param rootRunId the first run of a chain of resumptions
 * @param resumedFrom the run this one resumes
 * @param startedBy such as {@code cli:alice}
 */
public record RunIdentity(
    String runId,
    String workflowId,
    String definition,
    Optional<String> serverId,
    Optional<String> deviceType,
    String site,
    Optional<String> batchId,
    Optional<String> parentRunId,
    String rootRunId,
    Optional<String> resumedFrom,
    String startedBy,
    Instant createdAt) {

  /** A run that is about to start. */
  static RunIdentity starting(
      String runId,
      String workflowId,
      WorkflowDefinition definition,
      WorkflowContext context,
      Instant now) {
    return new RunIdentity(
        runId,
        workflowId,
        definition.name(),
        context.serverId(),
        context.deviceType(),
        context.site(),
        context.batchId(),
        context.parentRunId(),
        runId,
        Optional.empty(),
        context.startedBy(),
        now);
  }

  /** The run that is about to resume this one. */
  RunIdentity resumedAs(String newRunId, String actor, Instant now) {
    return new RunIdentity(
        newRunId,
        workflowId,
        definition,
        serverId,
        deviceType,
        site,
        batchId,
        parentRunId,
        rootRunId,
        Optional.of(runId),
        actor,
        now);
  }
}
