package org.hwautomation.workflow;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A reentrant lock that a try statement gives back: {@code try (var _ = lock.hold()) { … }}. Where
 * a thread may wait while it holds one, such as for a commit, this is used rather than a monitor:
 * who waits for it is an ordinary virtual thread at rest, which its scheduler alone wakes.
 */
final class ScopedLock {
  private final ReentrantLock lock = new ReentrantLock();

  /** Ends the hold. */
  @FunctionalInterface
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private final Hold hold = lock::unlock;

  /** Waits for the lock, interrupted or not. */
  Hold hold() {
    lock.lock();
    return hold;
  }
}
