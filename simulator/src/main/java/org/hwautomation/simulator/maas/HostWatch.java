package org.hwautomation.simulator.maas;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.hwautomation.simulator.HostBoot;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.ServerListener;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.SimulatedTime;

/** Lets MAAS wait for hosts to come up and go down, woken by the model. Thread-safe. */
final class HostWatch implements ServerListener {

  private final SimulatedTime time;
  private final Object changes = new Object();

  HostWatch(SimulatedTime time) {
    this.time = time;
  }

  /**
   * Waits until {@code wanted} holds.
   *
   * @param atMost simulated
   * @return whether it came to hold in time
   */
  boolean await(Duration atMost, BooleanSupplier wanted) throws InterruptedException {
    Instant end = time.now().plus(atMost);
    synchronized (changes) {
      while (!wanted.getAsBoolean()) {
        Duration left = Duration.between(time.now(), end);
        if (left.isNegative() || left.isZero()) {
          return false;
        }
        changes.wait(Math.max(1, time.real(left).toMillis()));
      }
      return true;
    }
  }

  @Override
  public void hostUp(SimulatedServer server, HostBoot boot) {
    changed();
  }

  @Override
  public void hostDown(SimulatedServer server) {
    changed();
  }

  @Override
  public void powerChanged(SimulatedServer server, PowerState state) {
    changed();
  }

  private void changed() {
    synchronized (changes) {
      changes.notifyAll();
    }
  }
}
