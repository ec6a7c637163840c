package org.hwautomation.workflow;

import java.time.Instant;
import java.util.Optional;

/** Derives a run's row from its state. */
final class RunRecords {
  private RunRecords() {}

  /** The row after {@code state}; what never changes comes from {@code origin}. */
  static RunRecord of(RunRecord origin, RunState state, long epoch) {
    return new RunRecord(
        origin.runId(),
        origin.workflowId(),
        origin.definition(),
        state.status(),
        state.phase(),
        state.owner(),
        epoch,
        state.lastSeq(),
        state.currentStep(),
        state.stepsCompleted(),
        state.steps().size(),
        state.error().or(() -> state.parked().map(Event.RunParked::message)),
        origin.serverId(),
        origin.deviceType(),
        origin.site(),
        origin.batchId(),
        origin.parentRunId(),
        origin.rootRunId(),
        origin.resumedFrom(),
        origin.startedBy(),
        origin.createdAt(),
        state.lastEventAt(),
        state.endedAt());
  }

  /** The row of a run that is about to start. */
  static RunRecord start(
      String runId,
      String rootRunId,
      String workflowId,
      WorkflowDefinition definition,
      WorkflowContext context,
      Optional<String> resumedFrom,
      Instant now) {
    return new RunRecord(
        runId,
        workflowId,
        definition.name(),
        WorkflowStatus.PENDING,
        Phase.NONE,
        Optional.empty(),
        1,
        0,
        Optional.empty(),
        0,
        definition.steps().size() + definition.always().size(),
        Optional.empty(),
        context.serverId(),
        context.deviceType(),
        context.site(),
        context.batchId(),
        context.parentRunId(),
        rootRunId,
        resumedFrom,
        context.startedBy(),
        now,
        now,
        Optional.empty());
  }

  /** The row of a run that is about to resume {@code held}. */
  static RunRecord resume(
      String runId, String rootRunId, RunRecord held, String actor, Instant now) {
    return new RunRecord(
        runId,
        held.workflowId(),
        held.definition(),
        WorkflowStatus.PENDING,
        Phase.NONE,
        Optional.empty(),
        1,
        0,
        Optional.empty(),
        0,
        held.totalSteps(),
        Optional.empty(),
        held.serverId(),
        held.deviceType(),
        held.site(),
        held.batchId(),
        held.parentRunId(),
        rootRunId,
        Optional.of(held.runId()),
        actor,
        now,
        now,
        Optional.empty());
  }
}
