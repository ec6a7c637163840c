package org.hwautomation.workflow;

import java.time.Instant;
import java.util.Optional;

/**
 * A run's row: what lists and filters need without reading its journal.
 *
 * @param runId UUIDv7, unique for ever
 * @param workflowId the caller's name
 * @param definition the definition's name
 * @param owner the executor that has it; empty when parked, held or ended
 * @param epoch how often it changed hands, from 1
 * @param lastSeq the number of its last journal entry
 * @param currentStep the step it is at
 * @param stepsCompleted completed and skipped steps
 * @param message the error, or why it is parked
 * @param rootRunId the first run of a chain of resumptions
 * @param resumedFrom the run this one resumes
 * @param startedBy such as {@code cli:alice}
 */
public record RunRecord(
    String runId,
    String workflowId,
    String definition,
    WorkflowStatus status,
    Phase phase,
    Optional<String> owner,
    long epoch,
    long lastSeq,
    Optional<String> currentStep,
    int stepsCompleted,
    int totalSteps,
    Optional<String> message,
    Optional<String> serverId,
    Optional<String> deviceType,
    String site,
    Optional<String> batchId,
    Optional<String> parentRunId,
    String rootRunId,
    Optional<String> resumedFrom,
    String startedBy,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> endedAt) {
  /** The same, given to an owner under a new epoch. */
  public RunRecord ownedBy(String newOwner, long newEpoch) {
    return new RunRecord(
        runId,
        workflowId,
        definition,
        status,
        phase,
        Optional.of(newOwner),
        newEpoch,
        lastSeq,
        currentStep,
        stepsCompleted,
        totalSteps,
        message,
        serverId,
        deviceType,
        site,
        batchId,
        parentRunId,
        rootRunId,
        resumedFrom,
        startedBy,
        createdAt,
        updatedAt,
        endedAt);
  }

  /** The same in another phase. */
  public RunRecord inPhase(Phase newPhase) {
    return new RunRecord(
        runId,
        workflowId,
        definition,
        status,
        newPhase,
        owner,
        epoch,
        lastSeq,
        currentStep,
        stepsCompleted,
        totalSteps,
        message,
        serverId,
        deviceType,
        site,
        batchId,
        parentRunId,
        rootRunId,
        resumedFrom,
        startedBy,
        createdAt,
        updatedAt,
        endedAt);
  }

  /** The same, parked by its entry {@code seq}. */
  public RunRecord parked(long seq, long atEpoch, String why, Instant at) {
    return new RunRecord(
        runId,
        workflowId,
        definition,
        status,
        Phase.PARKED,
        Optional.empty(),
        atEpoch,
        seq,
        currentStep,
        stepsCompleted,
        totalSteps,
        Optional.of(why),
        serverId,
        deviceType,
        site,
        batchId,
        parentRunId,
        rootRunId,
        resumedFrom,
        startedBy,
        createdAt,
        at,
        endedAt);
  }
}
