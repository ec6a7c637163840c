package org.hwautomation.workflow;

/**
 * Follows a run. Each listener reads the journal at its own pace on its own thread: it misses no
 * durable event, and whether it is slow, blocked or throws changes nothing about the run.
 */
public interface RunListener {
  /**
   * A durable event, in order.
   *
   * @param state the run after it
   */
  void onEvent(JournalEntry entry, Event event, RunState state);

  /**
   * What a step last said of itself; at most four times a second, only the newest.
   *
   * @param state the run as this listener knows it
   */
  default void onProgress(LiveProgress progress, RunState state) {}
}
