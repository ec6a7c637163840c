package org.hwautomation.cli;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what the simulator does in its own time. */
final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Eventually() {}

  /** Returns as soon as it is so; fails after twenty seconds. */
  static void until(String what, BooleanSupplier so) throws InterruptedException {
    until(what, LIMIT, so);
  }

  /** As the other, with another limit. */
  static void until(String what, Duration limit, BooleanSupplier so) throws InterruptedException {
    var began = System.nanoTime();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() - began > limit.toNanos()) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
      }
      Thread.sleep(5);
    }
  }
}
