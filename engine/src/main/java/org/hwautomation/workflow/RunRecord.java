package org.hwautomation.workflow;

import java.time.Instant;
import java.util.Optional;

/**
 * A run's row: what lists and filters need without reading its journal.
 *
 * @param identity what it is, the same all its life
 * @param owner the executor that has it; empty when parked, held or ended
 * @param epoch how often it changed hands, from 1
 * @param lastSeq the number of its last journal entry
 * @param currentStep the step it is at
 * @param stepsCompleted completed and skipped steps
 * @param message the error, or why it is parked
 */
public record RunRecord(
    RunIdentity identity,
    WorkflowStatus status,
    Phase phase,
    Optional<String> owner,
    long epoch,
    long lastSeq,
    Optional<String> currentStep,
    int stepsCompleted,
    int totalSteps,
    Optional<String> message,
    Instant updatedAt,
    Optional<Instant> endedAt) {

  /** The row of a run that stands as {@code state} says. */
  static RunRecord of(RunIdentity identity, RunState state, long epoch) {
    return new RunRecord(
        identity,
        state.status(),
        state.phase(),
        state.owner(),
        epoch,
        state.lastSeq(),
        state.currentStep(),
        state.stepsCompleted(),
        state.totalSteps(),
        state.error().or(() -> state.parked().map(Event.RunParked::message)),
        state.lastEventAt(),
        state.endedAt());
  }

  /** The same, given to an owner under a new epoch. */
  public RunRecord ownedBy(String newOwner, long newEpoch) {
    return with(phase, Optional.of(newOwner), newEpoch, lastSeq, message, updatedAt);
  }

  /** The same in another phase. */
  public RunRecord inPhase(Phase newPhase) {
    return with(newPhase, owner, epoch, lastSeq, message, updatedAt);
  }

  /** The same, parked by its entry {@code seq}. */
  public RunRecord parked(long seq, long atEpoch, String why, Instant at) {
    return with(Phase.PARKED, Optional.empty(), atEpoch, seq, Optional.of(why), at);
  }

  private RunRecord with(
      Phase newPhase,
      Optional<String> newOwner,
      long newEpoch,
      long newLastSeq,
      Optional<String> newMessage,
      Instant at) {
    return new RunRecord(
        identity,
        status,
        newPhase,
        newOwner,
        newEpoch,
        newLastSeq,
        currentStep,
        stepsCompleted,
        totalSteps,
        newMessage,
        at,
        endedAt);
  }

  public String runId() {
    return identity.runId();
  }

  public String workflowId() {
    return identity.workflowId();
  }

  /** The definition's name. */
  public String definition() {
    return identity.definition();
  }

  public Optional<String> serverId() {
    return identity.serverId();
  }

  public Optional<String> deviceType() {
    return identity.deviceType();
  }

  public Optional<String> batchId() {
    return identity.batchId();
  }

  /** Who started it, such as {@code cli:alice}. */
  public String startedBy() {
    return identity.startedBy();
  }

  public Instant createdAt() {
    return identity.createdAt();
  }
}
