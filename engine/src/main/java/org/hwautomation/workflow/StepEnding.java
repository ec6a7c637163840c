package org.hwautomation.workflow;

import java.util.Optional;

/**
 * How a step is to end.
 *
 * @param event what the journal is told of it; empty for nothing
 */
record StepEnding(Optional<Event> event, StepEnd end) {
  StepEnding(Event event, StepEnd end) {
    this(Optional.of(event), end);
  }
}
