package org.hwautomation.simulator.bmc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.simulator.SimulatedServer;

/** What a BMC noted of its hardware; the oldest go when there are more than 512. Thread-safe. */
final class HardwareLog {
  private static final int LIMIT = 512;

  private final SimulatedServer server;
  private final List<Entry> entries = new ArrayList<>();
  private int last;

  HardwareLog(SimulatedServer server) {
    this.server = server;
  }

  /**
   * @param severity {@code OK}, {@code Warning} or {@code Critical}
   */
  record Entry(int id, Instant created, String severity, String message) {}

  synchronized void note(String severity, String message) {
    entries.add(new Entry(++last, server.time().now(), severity, message));
    if (entries.size() > LIMIT) {
      entries.removeFirst();
    }
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  synchronized void clear() {
    entries.clear();
    note("OK", "The log was cleared.");
  }
}
