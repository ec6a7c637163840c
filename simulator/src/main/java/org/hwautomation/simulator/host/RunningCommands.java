package org.hwautomation.simulator.host;

import java.util.concurrent.atomic.AtomicInteger;

/** How many commands run on one boot of a host. Thread-safe. */
final class RunningCommands {
  private final AtomicInteger count = new AtomicInteger();

  void begin() {
    count.incrementAndGet();
  }

  void end() {
    count.decrementAndGet();
  }

  /** Whether another command runs beside the one that asks. */
  boolean others() {
    return count.get() > 1;
  }
}
