package org.hwautomation.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Time in the data centre: {@code speed} simulated seconds pass in a real one. The one place that
 * reads the clock. What is due runs on a virtual thread of its own. Thread-safe.
 */
public final class SimulatedTime implements AutoCloseable {
  private final double speed;
  private final Instant started;
  private final long startedNanos;
  private final ScheduledThreadPoolExecutor timer;

  SimulatedTime(double speed) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed must be above 0, not " + speed);
    }
    this.speed = speed;
    this.started = Instant.now();
    this.startedNanos = System.nanoTime();
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("simulated-time").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Simulated seconds per real second. */
  public double speed() {
    return speed;
  }

  /** The simulated instant. The simulation begins at the real one. */
  public Instant now() {
    return started.plusNanos((long) ((System.nanoTime() - startedNanos) * speed));
  }

  /** How long {@code simulated} really takes. */
  public Duration real(Duration simulated) {
    return Duration.ofNanos((long) (simulated.toNanos() / speed));
  }

  /**
   * Runs {@code work} when {@code simulated} has passed; never after the data centre is closed.
   * {@code work} must look whether it is still wanted: what it was planned for may have changed.
   *
   * @return cancels the work if it has not begun
   */
  public Runnable after(Duration simulated, Runnable work) {
    try {
      var planned =
          timer.schedule(
              () -> {
                var _ = Thread.ofVirtual().name("simulated-event").start(work);
              },
              real(simulated).toNanos(),
              TimeUnit.NANOSECONDS);
      return () -> planned.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  /** Waits, really, until {@code simulated} has passed. */
  public void sleep(Duration simulated) throws InterruptedException {
    Thread.sleep(real(simulated));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
