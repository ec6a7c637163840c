package org.hwautomation.workflow;

import java.util.Optional;
import java.util.Set;

/**
 * Which runs.
 *
 * @param statuses empty for all
 * @param phases empty for all
 * @param limit at most so many
 */
public record RunQuery(
    Set<WorkflowStatus> statuses,
    Set<Phase> phases,
    Optional<String> serverId,
    Optional<String> workflowId,
    Optional<String> batchId,
    int limit) {

  /** The newest 1,000 of all. */
  public static final RunQuery ALL =
      new RunQuery(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), 1_000);

  /** The live ones. */
  public static final RunQuery LIVE =
      new RunQuery(
          Set.of(WorkflowStatus.PENDING, WorkflowStatus.RUNNING),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          100_000);

  /** Those that ended and keep their locks. */
  public static final RunQuery HELD =
      new RunQuery(
          Set.of(WorkflowStatus.FAILED, WorkflowStatus.CANCELLED),
          Set.of(Phase.HELD),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          100_000);

  public RunQuery {
    statuses = Set.copyOf(statuses);
    phases = Set.copyOf(phases);
  }

  /** In any phase. */
  public RunQuery(
      Set<WorkflowStatus> statuses,
      Optional<String> serverId,
      Optional<String> workflowId,
      Optional<String> batchId,
      int limit) {
    this(statuses, Set.of(), serverId, workflowId, batchId, limit);
  }

  /** Those of one server, newest 1,000. */
  public static RunQuery ofServer(String serverId) {
    return new RunQuery(Set.of(), Optional.of(serverId), Optional.empty(), Optional.empty(), 1_000);
  }
}
