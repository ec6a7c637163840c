package org.hwautomation.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * The one clock and the one timer of an engine. Instants come from the wall clock; timers are
 * monotonic, so that a clock that is set back or forward moves no timeout. Thread-safe.
 */
public interface WorkflowTime {
  Instant now();

  /** Monotonic nanoseconds from an arbitrary origin. */
  long nanos();

  /** Runs {@code task} once after {@code delay}, on a thread that may not be blocked for long. */
  Timer schedule(Duration delay, Runnable task);

  /** A scheduled task. */
  @FunctionalInterface
  interface Timer {
    /** Keeps the task from running if it has not begun. */
    void cancel();
  }

  /** Waits on the timer. */
  default void sleep(Duration duration) throws InterruptedException {
    if (duration.isZero() || duration.isNegative()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return;
    }
    var latch = new CountDownLatch(1);
    var timer = schedule(duration, latch::countDown);
    try {
      latch.await();
    } finally {
      timer.cancel();
    }
  }

  /** The machine's own clock and timer. */
  static WorkflowTime system() {
    return SystemTime.INSTANCE;
  }
}
