package org.hwautomation.simulator;

import java.util.ArrayDeque;
import java.util.Optional;

/** Faults that the next requests of a service meet, one each. Thread-safe. */
public final class FaultQueue {
  private final ArrayDeque<HttpFault> faults = new ArrayDeque<>();

  FaultQueue() {}

  /** Lets the next {@code count} requests that have no fault yet meet {@code fault}. */
  public synchronized void next(int count, HttpFault fault) {
    for (var i = 0; i < count; i++) {
      faults.addLast(fault);
    }
  }

  /** The fault of the request that is being answered, or empty; takes it out. */
  public synchronized Optional<HttpFault> take() {
    return Optional.ofNullable(faults.pollFirst());
  }

  /** Forgets all faults that were not met. */
  public synchronized void clear() {
    faults.clear();
  }
}
