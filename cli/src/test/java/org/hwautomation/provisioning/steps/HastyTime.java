package org.hwautomation.provisioning.steps;

import java.time.Duration;
import java.time.Instant;
import org.hwautomation.workflow.WorkflowTime;

/**
 * The machine's clock, for a world that runs faster: who would wait long waits for as much shorter,
 * but not less than some seconds, since requests take as long as ever.
 */
record HastyTime(double speed) implements WorkflowTime {
  private static final Duration SOME_SECONDS = Duration.ofSeconds(20);

  @Override
  public Instant now() {
    return WorkflowTime.system().now();
  }

  @Override
  public long nanos() {
    return WorkflowTime.system().nanos();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return WorkflowTime.system().schedule(shorter(delay), task);
  }

  private Duration shorter(Duration delay) {
    if (delay.compareTo(SOME_SECONDS) <= 0) {
      return delay;
    }
    var scaled = Duration.ofMillis(Math.round(delay.toMillis() / speed));
    return scaled.compareTo(SOME_SECONDS) < 0 ? SOME_SECONDS : scaled;
  }
}
