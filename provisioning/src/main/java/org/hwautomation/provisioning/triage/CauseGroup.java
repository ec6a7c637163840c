package org.hwautomation.provisioning.triage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Servers that stand for one cause: forty failures of one switch are one group. Immutable.
 *
 * @param key tells groups apart, and stays the same while the cause does
 * @param title the cause in words, with how many and where
 * @param since since when the first of them has stood so
 */
public record CauseGroup(
    String key,
    Cause.Kind kind,
    String title,
    Optional<Instant> since,
    List<Situation> situations) {
  public CauseGroup {
    situations = List.copyOf(situations);
  }
}
