package org.hwautomation.provisioning.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.Spelling;

/**
 * The moments that a cron text means in a time zone. Clocks that are set forward leave times out,
 * and clocks that are set back show times twice; the cron text's hour says what to do:
 *
 * <ul>
 *   <li>a plain star goes by the time that passes: it fires whenever the clock shows a time that
 *       fits, and so twice in an hour that comes twice, and not in one that is left out;
 *   <li>anything else means times of the day: one that is left out fires where the gap ends, once
 *       for all that fall into it, and one that comes twice fires at its first.
 * </ul>
 *
 * <p>Immutable.
 */
public record FireTimes(CronText cron, ZoneId zone) {
  private static final Duration FIRST_LOOK = Duration.ofHours(1);
  private static final int WIDER = 8;
  private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("3000-01-01T00:00:00Z");

  /**
   * Reads both.
   *
   * @param zone an IANA name, such as {@code Europe/Berlin}
   * @throws BadCronException saying what is wrong
   */
  public static FireTimes of(String cron, String zone) {
    if (!ZoneId.getAvailableZoneIds().contains(zone)) {
      throw new BadCronException(
          "there is no time zone '%s'%s; it takes a name such as Europe/Berlin or UTC"
              .formatted(zone, Spelling.hint(zone, ZoneId.getAvailableZoneIds())));
    }
    return new FireTimes(CronText.of(cron), ZoneId.of(zone));
  }

  /** The first that is later than {@code after}. */
  public Optional<Instant> next(Instant after) {
    return cron.everyHour() ? nextByTheClock(after) : nextTimeOfDay(after);
  }

  /**
   * The first {@code count} that are later than {@code after}.
   *
   * @throws BadCronException if that is before 1900 or after 3000, where no calendar helps
   */
  public List<Instant> next(Instant after, int count) {
    if (after.isBefore(FIRST) || after.isAfter(LAST)) {
      throw new BadCronException(after + " is not between 1900 and 3000");
    }
    var found = new ArrayList<Instant>();
    for (var next = next(after); next.isPresent() && found.size() < count; ) {
      found.add(next.get());
      next = next(next.get());
    }
    return found;
  }

  /** Those later than {@code after} and not later than {@code upTo}; the last {@code count}. */
  List<Instant> last(Instant after, Instant upTo, int count) {
    for (var back = FIRST_LOOK; ; back = back.multipliedBy(WIDER)) {
      var wide = back.compareTo(Duration.between(after, upTo)) >= 0;
      var found = new ArrayDeque<Instant>();
      var next = next(wide ? after : upTo.minus(back));
      while (next.isPresent() && !next.get().isAfter(upTo)) {
        found.add(next.get());
        if (found.size() > count) {
          found.remove();
        }
        next = next(next.get());
      }
      if (wide || found.size() >= count) {
        return List.copyOf(found);
      }
    }
  }

  // INVARIANT: a later time on the wall is never an earlier instant here, so that none is passed by
  private Optional<Instant> nextTimeOfDay(Instant after) {
    var next = cron.next(LocalDateTime.ofInstant(after, zone));
    while (next.isPresent()) {
      var at = instant(next.get());
      if (at.isAfter(after)) {
        return Optional.of(at);
      }
      next = cron.next(next.get());
    }
    return Optional.empty();
  }

  private Instant instant(LocalDateTime local) {
    var rules = zone.getRules();
    var offsets = rules.getValidOffsets(local);
    return offsets.isEmpty()
        ? rules.getTransition(local).getInstant()
        : local.toInstant(offsets.getFirst());
  }

  private Optional<Instant> nextByTheClock(Instant after) {
    var rules = zone.getRules();
    var from = after;
    var next = cron.next(LocalDateTime.ofInstant(from, zone));
    while (next.isPresent()) {
      var at = next.get().toInstant(rules.getOffset(from));
      var change = rules.nextTransition(from);
      if (change == null || at.isBefore(change.getInstant())) {
        return Optional.of(at);
      }
      from = change.getInstant();
      next = cron.next(LocalDateTime.ofInstant(from, zone).minusSeconds(1));
    }
    return Optional.empty();
  }
}
