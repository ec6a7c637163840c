package org.hwautomation.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A cause that people are told of, from when it was first seen until nothing stands so any more.
 * Immutable.
 *
 * @param id of this opening; the same cause has another one the next time
 * @param event what happened, such as {@code held}
 * @param key alike for all that has one cause
 * @param facts how it stands
 * @param seenAt when it was first seen
 * @param told the number that was told; less since, if fewer stand so now; 0 before it was told
 * @param toldAs the title that was told last; empty before
 * @param toldAt when
 * @param goneAt since when nothing stands so
 * @param closedAt when that was settled; a cause that comes back later is a new group
 */
public record AlertGroup(
    String id,
    String event,
    String key,
    AlertFacts facts,
    Instant seenAt,
    int told,
    String toldAs,
    Optional<Instant> toldAt,
    Optional<Instant> goneAt,
    Optional<Instant> closedAt) {

  /** One that was seen now, and that nobody was told of. */
  public static AlertGroup seen(
      String id, String event, String key, AlertFacts facts, Instant now) {
    return new AlertGroup(
        id, event, key, facts, now, 0, "", Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** As it stands now; {@code mostTold} bounds what counts as told. */
  public AlertGroup standing(AlertFacts now, int mostTold) {
    return new AlertGroup(
        id,
        event,
        key,
        now,
        seenAt,
        Math.min(told, mostTold),
        toldAs,
        toldAt,
        Optional.empty(),
        closedAt);
  }

  /** People are told how it stands. */
  public AlertGroup toldAt(Instant now) {
    return new AlertGroup(
        id,
        event,
        key,
        facts,
        seenAt,
        facts.count(),
        facts.title(),
        Optional.of(now),
        Optional.empty(),
        closedAt);
  }

  /** Nothing stands so any more. */
  public AlertGroup goneAt(Instant now) {
    return new AlertGroup(
        id, event, key, facts, seenAt, told, toldAs, toldAt, Optional.of(now), closedAt);
  }

  /** That is settled. */
  public AlertGroup closedAt(Instant now) {
    return new AlertGroup(
        id, event, key, facts, seenAt, told, toldAs, toldAt, goneAt, Optional.of(now));
  }

  /** True once people were told of it. */
  public boolean isTold() {
    return toldAt.isPresent();
  }
}
