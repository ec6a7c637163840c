package org.hwautomation.store;

import java.util.Optional;
import java.util.Set;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.WorkflowStatus;

/**
 * Which runs a person looks for. Immutable.
 *
 * @param statuses empty for all
 * @param phases empty for all
 * @param text words, each of which must be part of the run's id, workflow id, definition, message,
 *     starter, or its server's id or host name
 * @param before only runs that began before this one, by id; for the next page
 * @param limit at most so many, newest first
 */
public record RunSearch(
    Set<WorkflowStatus> statuses,
    Set<Phase> phases,
    Optional<String> serverId,
    Optional<String> definition,
    Optional<String> batchId,
    Optional<String> text,
    Optional<String> before,
    int limit) {
  /** Any run. */
  public static final RunSearch ALL =
      new RunSearch(
          Set.of(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          100);

  public RunSearch {
    statuses = Set.copyOf(statuses);
    phases = Set.copyOf(phases);
  }
}
