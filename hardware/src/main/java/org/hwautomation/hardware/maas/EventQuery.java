package org.hwautomation.hardware.maas;

import java.util.OptionalLong;

/**
 * Which events to read. Start from {@link #of(String)} or {@link #ALL}.
 *
 * @param systemId of one machine; empty for all
 * @param level the least severe level wanted; empty for MAAS's default, INFO
 * @param after only events with a higher id: reads forward from there
 * @param limit most events to return; 1 to 100000. MAAS gives 1000 a page, so more means more
 *     requests
 */
public record EventQuery(String systemId, String level, OptionalLong after, int limit) {
  /** The newest hundred of all machines. */
  public static final EventQuery ALL = new EventQuery("", "", OptionalLong.empty(), 100);

  public EventQuery {
    if (limit < 1 || limit > 100_000) {
      throw new IllegalArgumentException("limit " + limit + " is not between 1 and 100000");
    }
  }

  /** The newest hundred of one machine. */
  public static EventQuery of(String systemId) {
    return new EventQuery(systemId, "", OptionalLong.empty(), 100);
  }

  public EventQuery after(long id) {
    return new EventQuery(systemId, level, OptionalLong.of(id), limit);
  }

  public EventQuery withLevel(String newLevel) {
    return new EventQuery(systemId, newLevel, after, limit);
  }

  public EventQuery withLimit(int newLimit) {
    return new EventQuery(systemId, level, after, newLimit);
  }
}
