package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A step at its place in a definition.
 *
 * @param path such as {@code firmware/apply}, unique in the definition
 * @param within the path of the definition it was taken from, if that is not the outermost
 */
public record PlacedStep(String path, WorkflowStep step, Role role, Optional<String> within) {
  /** When a step is run. */
  public enum Role {
    /** In its turn. */
    MAIN,
    /** When the run is rolled back and the step it belongs to completed. */
    UNDO,
    /** When the run is rolled back. */
    ON_FAILURE,
    /** On every ending. */
    ALWAYS;

    /** The name in JSON, lower case. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public String description() {
    return step.description();
  }

  public Optional<String> action() {
    return step.action();
  }

  Duration timeout() {
    return step.timeout();
  }

  RetryPolicy retry() {
    return step.retry();
  }

  /** The path of the step that undoes this one, if there is one. */
  Optional<String> undoPath() {
    return step.undo().map(undo -> undo.below(path));
  }
}
