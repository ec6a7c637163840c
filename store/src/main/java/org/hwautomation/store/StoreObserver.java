package org.hwautomation.store;

import java.time.Duration;

/**
 * Hears how long the database took, after each time: for whoever measures it. It is called on the
 * thread that waited, any number at once, and must return at once.
 */
@FunctionalInterface
public interface StoreObserver {
  /** Nobody measures. */
  StoreObserver NONE = (operation, took) -> {};

  /** What was waited for. */
  enum Operation {
    /** A query. */
    READ,
    /** A change, until it was synced; the wait for its turn included. */
    WRITE
  }

  /** A wait is over, whether the operation succeeded or not. */
  void waited(Operation operation, Duration took);
}
