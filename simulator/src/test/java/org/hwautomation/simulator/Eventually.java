package org.hwautomation.simulator;

import static org.assertj.core.api.Assertions.fail;

import java.util.function.BooleanSupplier;

/** Waits for what happens on another thread. */
public final class Eventually {
  private Eventually() {}

  /** Looks every 5 ms, for at most 15 s. */
  public static void true_(BooleanSupplier condition) {
    var end = System.nanoTime() + 15_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("still not so after 15 s");
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        fail("interrupted");
      }
    }
  }
}
