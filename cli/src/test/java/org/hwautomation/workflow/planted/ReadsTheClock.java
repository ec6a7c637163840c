package org.hwautomation.workflow.planted;

import java.time.Instant;
import java.util.function.Supplier;
import org.hwautomation.hardware.Endpoint;

/** Breaks rules, so that the test of the architecture has something to find. */
public final class ReadsTheClock {
  private final Endpoint upwards = new Endpoint("10.0.0.1", 443);

  private ReadsTheClock() {}

  static Supplier<Instant> clock() {
    return Instant::now;
  }

  Endpoint upwards() {
    return upwards;
  }
}
