package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A timer fired while an attempt ran. Names the timer and what was last seen. */
public final class WorkflowTimeoutException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  private final String timer;
  private final Duration limit;
  private final @Nullable String lastProgress;

  WorkflowTimeoutException(String timer, Duration limit, @Nullable String lastProgress) {
    super(
        timer
            + " of "
            + Durations.text(limit)
            + " passed; last seen: "
            + (lastProgress == null ? "nothing was reported" : lastProgress));
    this.timer = timer;
    this.limit = limit;
    this.lastProgress = lastProgress;
  }

  /** Which timer, such as {@code the timeout of step commission_server}. */
  public String timer() {
    return timer;
  }

  public Duration limit() {
    return limit;
  }

  /** The last sub-task that was reported. */
  public Optional<String> lastProgress() {
    return Optional.ofNullable(lastProgress);
  }
}
