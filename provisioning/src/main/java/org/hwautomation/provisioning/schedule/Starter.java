package org.hwautomation.provisioning.schedule;

/** Starts a run in this process, as a person would. Called by several threads at once. */
@FunctionalInterface
public interface Starter {
  /**
   * Starts it. The run is durable when this returns.
   *
   * @throws org.hwautomation.workflow.StoreException if the database did not answer: it is tried
   *     again
   * @throws RuntimeException for anything else: it is noted why this time did not start
   */
  Started start(FiringRequest request);

  /** A run that was started. */
  record Started(String runId) {}
}
