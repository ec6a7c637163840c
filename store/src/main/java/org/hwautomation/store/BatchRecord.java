package org.hwautomation.store;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A batch. Immutable.
 *
 * @param name its one name, which its runs carry
 * @param why it was paused, stopped or cancelled; empty for no reason given
 * @param forgiven failures that a person saw when it was resumed; they stop it no more
 * @param claimedBy who starts its servers, as registered with the store
 * @param servers how many it has
 */
public record BatchRecord(
    String name,
    BatchTerms terms,
    State state,
    String why,
    int forgiven,
    Optional<String> claimedBy,
    String createdBy,
    Instant createdAt,
    Instant changedAt,
    int servers) {

  /** How a batch stands. */
  public enum State {
    /** Servers are started as places get free. */
    RUNNING,
    /** Nothing is started until a person resumes it; what was started goes on. */
    PAUSED,
    /** Likewise, because too many failed. */
    STOPPED,
    /** Nothing more is started. */
    CANCELLED,
    /** Nothing is left to start or to wait for. */
    DONE;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /** True if something may still be started, now or when it is resumed. */
  public boolean isOpen() {
    return state == State.RUNNING || state == State.PAUSED || state == State.STOPPED;
  }
}
