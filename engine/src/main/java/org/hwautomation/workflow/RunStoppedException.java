package org.hwautomation.workflow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Leaves an execution with its run as the journal has it: another ownership goes on. */
final class RunStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Event.@Nullable RunParked park;

  RunStoppedException() {
    this(null);
  }

  /**
   * @param park what is to be written before the run is left; null if nothing is
   */
  RunStoppedException(Event.@Nullable RunParked park) {
    super(null, null, false, false);
    this.park = park;
  }

  /** What is to be written when the last branch has stopped. */
  Optional<Event.RunParked> park() {
    return Optional.ofNullable(park);
  }

  /** The one of two that parks the run. */
  RunStoppedException orParkedBy(RunStoppedException other) {
    return park == null ? other : this;
  }
}
