package org.hwautomation.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hwautomation.workflow.WorkflowTime;
import org.jspecify.annotations.Nullable;

/**
 * A clock and timer that stand still until a test moves them. The wall clock can be set on its own,
 * as an operator or NTP does; timers don't care. It begins on 2026-11-24 at 03:00 UTC. Timers fire
 * on the thread that moves the time, one after the other, in the order in which they are due. What
 * a fired timer wakes goes on at its own speed, on its own threads. Thread-safe.
 */
public final class VirtualTime implements WorkflowTime {
  private static final Instant BEGIN = Instant.parse("2026-11-24T03:00:00Z");

  /** How long real time may pass before waiting for the program is given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private record Entry(long due, long order, Runnable task) {}

  private final PriorityQueue<Entry> timers =
      new PriorityQueue<>(Comparator.comparingLong(Entry::due).thenComparingLong(Entry::order));
  private final Object advancing = new Object();
  private long nanos;
  private Instant wall = BEGIN;
  private long order;
  private long activity;

  @Override
  public synchronized Instant now() {
    return wall;
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    synchronized (this) {
      activity++;
      if (delay.isPositive()) {
        var entry = new Entry(nanos + delay.toNanos(), order++, task);
        timers.add(entry);
        notifyAll();
        return () -> remove(entry);
      }
    }
    Thread.ofVirtual().name("virtual-timer-task").start(task);
    return () -> {};
  }

  private synchronized void remove(Entry entry) {
    activity++;
    timers.remove(entry);
  }

  /** Lets time pass, and every timer that comes due on the way fire in order. */
  public void advance(Duration by) {
    synchronized (advancing) {
      long target;
      synchronized (this) {
        target = nanos + by.toNanos();
      }
      for (var entry = due(target); entry != null; entry = due(target)) {
        entry.task().run();
      }
      synchronized (this) {
        moveTo(target);
      }
    }
  }

  /** Jumps to the next timer and fires it; false if there is none. */
  public boolean advanceToNext() {
    synchronized (advancing) {
      var entry = due(Long.MAX_VALUE);
      if (entry == null) {
        return false;
      }
      entry.task().run();
      return true;
    }
  }

  private synchronized @Nullable Entry due(long target) {
    var next = timers.peek();
    if (next == null || next.due() > target) {
      return null;
    }
    timers.remove(next);
    moveTo(next.due());
    activity++;
    return next;
  }

  private void moveTo(long target) {
    wall = wall.plusNanos(Math.max(0, target - nanos));
    nanos = Math.max(nanos, target);
  }

  /** Sets the wall clock, forwards or backwards, without moving any timer. */
  public synchronized void stepWallClock(Duration by) {
    wall = wall.plus(by);
  }

  /**
   * Waits, in real time, until the program has a timer that is due in exactly {@code in}.
   *
   * @throws TimeoutException after 40 s; lists the timers that there are
   */
  public void awaitTimerIn(Duration in) throws InterruptedException, TimeoutException {
    var limit = System.nanoTime() + PATIENCE.toNanos();
    synchronized (this) {
      while (timers.stream().noneMatch(entry -> entry.due() == nanos + in.toNanos())) {
        var left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
        if (left <= 0) {
          throw new TimeoutException(
              "no timer due in %s; there are: %s".formatted(in, describeTimers()));
        }
        wait(left);
      }
    }
  }

  private String describeTimers() {
    return timers.stream()
        .map(entry -> Duration.ofNanos(entry.due() - nanos).toString())
        .sorted()
        .toList()
        .toString();
  }

  /** How many timers wait. */
  public synchronized int pendingTimers() {
    return timers.size();
  }

  /** When the next timer is due, if there is one and the wall clock is left alone till then. */
  synchronized Optional<Instant> nextTimer() {
    return Optional.ofNullable(timers.peek())
        .map(next -> wall.plusNanos(Math.max(0, next.due() - nanos)));
  }

  private synchronized long activity() {
    return activity;
  }

  /**
   * Jumps to the next timer whenever the program has been quiet for a few milliseconds, until
   * closed. For tests in which it does not matter which timer comes first: a step that works for
   * longer than that, in real time, may meet its timeout.
   */
  public Auto autoAdvance() {
    var thread =
        Thread.ofVirtual()
            .name("virtual-time")
            .start(
                () -> {
                  try {
                    while (true) {
                      var before = activity();
                      TimeUnit.MILLISECONDS.sleep(3);
                      if (activity() == before) {
                        advanceToNext();
                      }
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // closed
                  }
                });
    return thread::interrupt;
  }

  /** Time that moves by itself. */
  @FunctionalInterface
  public interface Auto extends AutoCloseable {
    @Override
    void close();
  }
}
