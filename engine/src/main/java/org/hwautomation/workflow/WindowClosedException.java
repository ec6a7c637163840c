package org.hwautomation.workflow;

import java.time.Duration;

/**
 * A point of no return is not entered, since the run's maintenance window is closed, or closes too
 * soon. A step lets it pass: its attempt ends here without being counted, and the next one is made
 * when the window is open.
 */
public final class WindowClosedException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  WindowClosedException(String point, Duration expected) {
    super(
        "outside the maintenance window, or too late in it for what usually takes %s; not entering: %s"
            .formatted(Durations.exact(expected), point));
  }
}
