package org.hwautomation.workflow;

import java.util.Optional;

/**
 * A step that wants to be one of so many under a limit.
 *
 * @param limit the limit's name
 * @param max how many attempts may run at once, at least 1
 * @param owner who executes the run
 */
public record LimitClaim(String limit, int max, String runId, String step, String owner) {
  /**
   * Refuses the claim of a process that lost its run: it must not push aside whoever has it now.
   *
   * @param runOwner who executes the run, as the store has it
   * @throws RunFencedException if that is another, or nobody
   */
  public void requireOwner(Optional<String> runOwner) {
    if (!runOwner.equals(Optional.of(owner))) {
      throw new RunFencedException(
          runId, "limit %s of step %s is for who executes it now".formatted(limit, step));
    }
  }
}
