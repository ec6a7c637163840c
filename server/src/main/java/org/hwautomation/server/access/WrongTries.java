package org.hwautomation.server.access;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Wrong logins by what they had in common, such as the account: who has had too many waits, each
 * time twice as long. Tries that are under way count as wrong ones, so that many at once are no way
 * around it. Not thread-safe: {@link LoginThrottle} is.
 *
 * <p>Times are monotonic nanoseconds.
 */
final class WrongTries {
  /** So many are free. */
  static final int FREE = 5;

  static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  /** After so long without a wrong try all is forgotten. */
  static final Duration QUIET = Duration.ofHours(1);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  private final int capacity;
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Makes an empty one.
   *
   * @param capacity how many keys are remembered; beyond that the one that was not tried for the
   *     longest time is forgotten
   */
  WrongTries(int capacity) {
    this.capacity = capacity;
  }

  private static final class Entry {
    private int wrong;
    private int underWay;
    private long lastWrong;

    Optional<Duration> mustWait(long now) {
      if (wrong + underWay < FREE) {
        return Optional.empty();
      }
      var left = waitAfter(wrong).toNanos() - (now - lastWrong);
      if (left > 0) {
        return Optional.of(Duration.ofNanos(left));
      }
      return underWay > 0 ? Optional.of(FIRST_WAIT) : Optional.empty();
    }

    boolean isForgotten(long now) {
      return underWay == 0 && (wrong == 0 || now - lastWrong >= QUIET.toNanos());
    }
  }

  /** 1 s after the fifth, then twice as long each time. */
  static Duration waitAfter(int wrong) {
    if (wrong < FREE) {
      return Duration.ZERO;
    }
    var doubled = FIRST_WAIT.multipliedBy(1L << Math.min(wrong - FREE, 20));
    return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
  }

  /** How long a try must wait; empty if it may be made now. */
  Optional<Duration> mustWait(String key, long now) {
    var entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.isForgotten(now)) {
      entries.remove(key);
      return Optional.empty();
    }
    return entry.mustWait(now);
  }

  void begin(String key) {
    entries.computeIfAbsent(key, k -> new Entry()).underWay++;
    if (entries.size() > capacity) {
      dropOldest();
    }
  }

  /** Ends a try that {@link #begin} began. */
  void end(String key, boolean wrong, long now) {
    var entry = entries.computeIfAbsent(key, k -> new Entry());
    entry.underWay = Math.max(0, entry.underWay - 1);
    if (wrong) {
      entry.wrong++;
      entry.lastWrong = now;
    }
  }

  /** Forgets the wrong tries of a key. */
  void forgive(String key) {
    var entry = entries.get(key);
    if (entry != null) {
      entry.wrong = 0;
    }
  }

  int size() {
    return entries.size();
  }

  private void dropOldest() {
    for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
      if (all.next().underWay == 0) {
        all.remove();
        return;
      }
    }
  }
}
