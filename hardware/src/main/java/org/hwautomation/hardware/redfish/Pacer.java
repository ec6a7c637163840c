package org.hwautomation.hardware.redfish;

import java.time.Duration;

/** Measures time and lets it pass: the one way in which this package waits. */
public interface Pacer {
  /** The real one. */
  Pacer SYSTEM =
      new Pacer() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
          Thread.sleep(time);
        }
      };

  /** As {@link System#nanoTime()}. */
  long nanoTime();

  /**
   * Returns after {@code time}.
   *
   * @throws InterruptedException at once if the thread is interrupted
   */
  void pause(Duration time) throws InterruptedException;
}
