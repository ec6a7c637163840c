package org.hwautomation.workflow;

import java.time.Duration;
import java.time.Instant;

/**
 * Says when the steps of a run may enter points of no return. Asked before each attempt of a step
 * that declares such points, and again right before each one; often, so it answers at once.
 * Thread-safe.
 */
@FunctionalInterface
public interface MaintenanceWindows {
  /** Every run may at any time. */
  MaintenanceWindows ALWAYS_OPEN = (run, needed, now) -> new Answer.Open();

  /**
   * @param run as its journal has it
   * @param needed how long the point usually takes; it has to end before the window does
   */
  Answer at(RunState run, Duration needed, Instant now);

  /** Whether a point may be entered. */
  sealed interface Answer {
    /** It may. */
    record Open() implements Answer {}

    /**
     * Not yet.
     *
     * @param window what people call the window that is waited for
     * @param opens when it opens for long enough
     */
    record Closed(String window, Instant opens) implements Answer {}

    /**
     * Never, as things are configured: the run is parked.
     *
     * @param why one line, with what to do
     */
    record Never(String why) implements Answer {}
  }
}
