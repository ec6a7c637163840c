package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long steps usually take: learned per action and what runs are alike, kept in the store, and
 * looked up there at intervals. Thread-safe.
 */
final class UsualDurations {
  /** What takes less is never slow enough to matter, and is not remembered. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private static final Duration FRESH = Duration.ofMinutes(5);

  private record Known(Optional<UsualDuration> usual, long nanos) {}

  private final EngineSettings settings;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  UsualDurations(EngineSettings settings) {
    this.settings = settings;
  }

  /** Under which name a step's durations are kept; empty for a step without an action. */
  private Optional<String> name(PlacedStep step, RunState state) {
    try {
      return step.action().map(action -> action + " " + settings.likeness().apply(state));
    } catch (RuntimeException e) { // whoever embeds the engine wrote it; it hurts no run
      WorkflowEngine.LOG.warn("the likeness of runs failed with {}", e.getClass().getName());
      return Optional.empty();
    }
  }

  /** From when on an attempt of a step is slow; empty if too little is known. */
  Optional<Duration> slowAfter(PlacedStep step, RunState state) {
    return of(step, state).flatMap(UsualDuration::slowAfter);
  }

  Optional<UsualDuration> of(PlacedStep step, RunState state) {
    return name(step, state).flatMap(this::find);
  }

  private Optional<UsualDuration> find(String name) {
    var now = settings.time().nanos();
    var last = known.get(name);
    if (last == null || now - last.nanos() > FRESH.toNanos()) {
      last = new Known(read(name), now);
      known.put(name, last);
    }
    return last.usual();
  }

  private Optional<UsualDuration> read(String name) {
    try {
      return settings.store().usualDuration(name);
    } catch (WorkflowException e) { // nice to know, no more
      WorkflowEngine.LOG.debug("how long {} takes can't be read: {}", name, e.getMessage());
      return Optional.empty();
    }
  }

  /** Remembers how long an attempt that completed took. */
  void learn(PlacedStep step, RunState state, Duration took) {
    if (took.compareTo(LEAST) < 0) {
      return;
    }
    name(step, state)
        .ifPresent(
            name -> {
              try {
                settings.store().learnDuration(name, took);
                known.remove(name);
              } catch (WorkflowException e) {
                WorkflowEngine.LOG.debug("{} took {}: {}", name, took, e.getMessage());
              }
            });
  }
}
