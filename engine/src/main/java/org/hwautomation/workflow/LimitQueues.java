package org.hwautomation.workflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who in this process waits under which limit, first come first served. Only the first of a limit
 * asks the store, where it stands in line with those of other processes. Thread-safe.
 */
final class LimitQueues {
  /** A limit that nobody here defines lets one attempt run at once. */
  private static final int UNDEFINED = 1;

  private record Waiter(LimitClaim claim, Runnable wake) {}

  private final ScopedLock lock = new ScopedLock();
  private final EngineSettings settings;
  private final Map<String, Deque<Waiter>> queues = new HashMap<>();

  LimitQueues(EngineSettings settings) {
    this.settings = settings;
  }

  /** What {@code step} of a run asks for. */
  LimitClaim claim(String limit, RunState state, String step) {
    return new LimitClaim(
        limit,
        settings.limits().getOrDefault(limit, UNDEFINED),
        state.runId(),
        step,
        state.owner().orElse(""));
  }

  /**
   * Takes a place under a limit, or one in the queue of this process.
   *
   * @param wake called, perhaps more than once, when to try again
   */
  boolean take(LimitClaim claim, Runnable wake) {
    if (!takeIfFirst(claim, wake)) {
      return false;
    }
    wakeFirst(claim.limit());
    return true;
  }

  private boolean takeIfFirst(LimitClaim claim, Runnable wake) {
    try (var _ = lock.hold()) {
      var queue = queues.computeIfAbsent(claim.limit(), limit -> new ArrayDeque<>());
      if (queue.stream().noneMatch(waiter -> waiter.claim().equals(claim))) {
        queue.add(new Waiter(claim, wake));
      }
      if (!queue.getFirst().claim().equals(claim) || !settings.store().takeLimit(claim)) {
        return false;
      }
      queue.removeFirst();
      return true;
    }
  }

  /** Gives a place, or a place in the queue, back. */
  void release(LimitClaim claim) {
    try (var _ = lock.hold()) {
      var queue = queues.get(claim.limit());
      if (queue != null) {
        queue.removeIf(waiter -> waiter.claim().equals(claim));
      }
    }
    try {
      settings.store().releaseLimit(claim);
    } catch (StoreException e) {
      // counts again when the store sees that this process has ended
      WorkflowEngine.LOG.warn("limit {} can't be given back: {}", claim.limit(), e.getMessage());
    }
    wakeFirst(claim.limit());
  }

  private void wakeFirst(String limit) {
    first(limit).ifPresent(waiter -> waiter.wake().run()); // outside our lock: it takes others
  }

  private Optional<Waiter> first(String limit) {
    try (var _ = lock.hold()) {
      return Optional.ofNullable(queues.get(limit)).map(Deque::peekFirst);
    }
  }

  /** Lets the first of each limit try again: other processes may have given places back. */
  void lookAgain() {
    List<String> limits;
    try (var _ = lock.hold()) {
      queues.values().removeIf(Deque::isEmpty);
      limits = List.copyOf(queues.keySet());
    }
    limits.forEach(this::wakeFirst);
  }
}
