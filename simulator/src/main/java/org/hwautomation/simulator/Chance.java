package org.hwautomation.simulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The luck of one server. Each named delay has a stream of its own, so that the n-th POST of a
 * server takes the same time in every run with the same seed, whatever else happens in between.
 * Thread-safe.
 */
final class Chance {
  private final long seed;
  private final Map<Delay, SplittableRandom> streams = new EnumMap<>(Delay.class);

  Chance(long seed, String server) {
    this.seed = seed * 0x9E3779B97F4A7C15L + server.hashCode();
  }

  synchronized Duration draw(Delay delay) {
    var stream =
        streams.computeIfAbsent(
            delay, name -> new SplittableRandom(seed ^ ((long) name.name().hashCode() << 17)));
    return delay.at(stream.nextDouble());
  }
}
