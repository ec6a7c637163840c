package org.hwautomation.store;

import java.time.Duration;
import java.util.Locale;

/**
 * What a person says of a schedule. Immutable; not checked here.
 *
 * @param cron five fields, as cron has them
 * @param zone an IANA time zone, such as {@code Europe/Berlin}
 * @param missedLimit how old a missed time may be that is caught up with
 * @param description for people; may be empty
 */
public record ScheduleTerms(
    ScheduledWork work,
    String cron,
    String zone,
    Overlap overlap,
    Missed missed,
    Duration missedLimit,
    String description) {

  /** What happens at a time when a run that the schedule started before is still live. */
  public enum Overlap {
    /** No other is started. */
    SKIP,
    /** Another is started when it has ended; at most one waits. */
    QUEUE,
    /** Another is started beside it. */
    ALLOW;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What happens to times at which nobody ran the scheduler. */
  public enum Missed {
    /** They are noted and left out. */
    SKIP,
    /** The last of them is started late, unless it is older than the limit. */
    ONCE;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
