package org.hwautomation.provisioning.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hwautomation.provisioning.schedule.FireTimes;
import org.hwautomation.workflow.Durations;

/**
 * Times at which servers may be changed. Openings that touch or overlap are one. Immutable.
 *
 * @param opens when it opens
 * @param lasts how long it is open then, 1 minute to 31 days
 */
public record MaintenanceWindow(String name, FireTimes opens, Duration lasts) {
  /** What is not found in so many openings is taken to never come. */
  private static final int OPENINGS = 400;

  /**
   * A stretch in which it is open.
   *
   * @param from the earliest instant that was asked about, if it was open then
   * @param until no earlier than was asked for; it may be open for longer
   */
  public record Opening(Instant from, Instant until) {}

  /**
   * The first stretch that is open for as long as needed.
   *
   * @param now nothing before it counts
   * @return empty if it is never open for so long
   */
  public Optional<Opening> firstFor(Duration needed, Instant now) {
    var next = opens.next(now.minus(lasts));
    for (var tries = 0; next.isPresent() && tries < OPENINGS; tries++) {
      var from = next.get().isBefore(now) ? now : next.get();
      var until = next.get().plus(lasts);
      next = opens.next(next.get());
      while (until.isBefore(from.plus(needed)) && next.isPresent() && !next.get().isAfter(until)) {
        until = next.get().plus(lasts);
        next = opens.next(next.get());
      }
      if (until.isAfter(from) && !until.isBefore(from.plus(needed))) {
        return Optional.of(new Opening(from, until));
      }
    }
    return Optional.empty();
  }

  /** In words: {@code nights (0 22 * * * Europe/Berlin, for 4h)}. */
  public String words() {
    return "%s (%s %s, for %s)".formatted(name, opens.cron(), opens.zone(), Durations.exact(lasts));
  }
}
