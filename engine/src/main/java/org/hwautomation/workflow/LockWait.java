package org.hwautomation.workflow;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A run that waits for a lock key.
 *
 * @param position smaller is earlier
 * @param owner who executes it, if somebody does
 * @param waits false while it could not take the key anyhow: parked or paused
 */
public record LockWait(
    long position, String key, String runId, Optional<String> owner, boolean waits, Instant since) {

  /**
   * Whose turn it is: in order, each run of which no key is held or wanted by one before it. Runs
   * that can't take their keys now, or whose owner is dead, hold nobody up.
   *
   * @param queue in order of position
   * @param held keys that runs hold
   * @param isAlive tells of an owner
   */
  public static Set<String> turns(
      List<LockWait> queue, Collection<String> held, Predicate<String> isAlive) {
    var keysOf = new LinkedHashMap<String, Set<String>>();
    for (var wait : queue) {
      if (wait.waits() && wait.owner().filter(isAlive).isPresent()) {
        keysOf.computeIfAbsent(wait.runId(), run -> new HashSet<>()).add(wait.key());
      }
    }
    var taken = new HashSet<>(held);
    var turns = new LinkedHashSet<String>();
    keysOf.forEach(
        (run, keys) -> {
          if (keys.stream().noneMatch(taken::contains)) {
            turns.add(run);
          }
          taken.addAll(keys);
        });
    return turns;
  }

  /** Those of {@link #turns} that an owner executes, in order. */
  public static List<String> turnsOf(
      String owner, List<LockWait> queue, Collection<String> held, Predicate<String> isAlive) {
    var own = new HashSet<String>();
    for (var wait : queue) {
      if (wait.owner().equals(Optional.of(owner))) {
        own.add(wait.runId());
      }
    }
    return turns(queue, held, isAlive).stream().filter(own::contains).toList();
  }

  /**
   * Who would be overtaken by a run that takes keys without queueing: the first in the queue that
   * wants one of them. Runs that hold nobody up are not overtaken.
   *
   * @param queue in order of position
   * @param isAlive tells of an owner
   */
  public static Optional<LockWait> ahead(
      List<LockWait> queue, Collection<String> keys, Predicate<String> isAlive) {
    return queue.stream()
        .filter(wait -> wait.waits() && keys.contains(wait.key()))
        .filter(wait -> wait.owner().filter(isAlive).isPresent())
        .findFirst();
  }
}
