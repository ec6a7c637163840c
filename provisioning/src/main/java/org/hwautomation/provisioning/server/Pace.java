package org.hwautomation.provisioning.server;

import java.time.Duration;
import org.hwautomation.hardware.redfish.Pacer;

/**
 * How often is looked: as usual, or faster for simulated servers, whose time runs faster.
 *
 * @param speed 1 for the real world
 */
public record Pace(double speed) {
  /** As usual. */
  public static final Pace REAL = new Pace(1);

  private static final Duration SHORTEST = Duration.ofMillis(50);

  public Pace {
    if (!(speed >= 1)) {
      throw new IllegalArgumentException("speed " + speed + " is less than 1");
    }
  }

  /** The wait between two looks that is {@code usual} in the real world. */
  public Duration every(Duration usual) {
    if (speed == 1) {
      return usual;
    }
    var nanos = Math.round(usual.toNanos() / speed);
    return Duration.ofNanos(Math.max(nanos, SHORTEST.toNanos()));
  }

  /** The same for the waits inside the Redfish client. */
  public Pacer pacer() {
    return new Pacer() {
      @Override
      public long nanoTime() {
        return Pacer.SYSTEM.nanoTime();
      }

      @Override
      public void pause(Duration time) throws InterruptedException {
        Pacer.SYSTEM.pause(every(time));
      }
    };
  }
}
