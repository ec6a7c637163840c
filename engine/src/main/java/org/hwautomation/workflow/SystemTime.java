package org.hwautomation.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's clock, and a timer on one daemon thread that hands each task to a virtual one. */
final class SystemTime implements WorkflowTime {
  static final SystemTime INSTANCE = new SystemTime();

  /** Nanoseconds in 64 bits end after 292 years. */
  private static final Duration LONGEST = Duration.ofDays(365 * 100);

  private final ScheduledThreadPoolExecutor timer;

  private SystemTime() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("workflow-timer").unstarted(task));
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    var future =
        timer.schedule(
            () -> {
              Thread.ofVirtual().name("workflow-timer-task").start(task);
            },
            delay.compareTo(LONGEST) < 0 ? delay.toNanos() : LONGEST.toNanos(),
            TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }
}
