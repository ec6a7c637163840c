package org.hwautomation.provisioning.triage;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a run is. Immutable.
 *
 * @param step the step's path
 * @param number its place, from 1; 0 if it has none
 * @param of how many steps there are
 * @param completed how many of them are over
 * @param attempt which try this is, from 1; 0 before the first
 * @param attempts how many tries the step has
 * @param since when that, or what it waits for, began
 * @param usual how long it usually takes
 * @param doing what it last said of itself
 */
public record Position(
    String step,
    int number,
    int of,
    int completed,
    int attempt,
    int attempts,
    Optional<Instant> since,
    Optional<Duration> usual,
    Optional<String> doing) {}
