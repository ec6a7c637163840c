package org.hwautomation.store;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that is to be sent to a receiver, and what became of it. Immutable.
 *
 * @param id stays the same however often it is sent, so that a receiver can drop what it has
 * @param group the group's id
 * @param event the group's event
 * @param key the group's key
 * @param receiver its name in the configuration, such as {@code webhook:oncall} or {@code mail}
 * @param facts what is told; it stays as it was when it was written
 * @param attempts how often it was tried
 * @param claimedBy the owner that sends it, or last did
 * @param said what the receiver last answered; empty before the first attempt
 * @param dueAt when it is tried next, while it waits
 */
public record AlertDelivery(
    String id,
    String group,
    String event,
    String key,
    String receiver,
    News news,
    AlertFacts facts,
    Status status,
    int attempts,
    Optional<String> claimedBy,
    Optional<String> said,
    Instant createdAt,
    Instant dueAt,
    Optional<Instant> triedAt) {

  /** What is told of a group. */
  public enum News {
    OPENED,
    GROWN,
    RESOLVED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far it is. */
  public enum Status {
    /** To be sent, now or again. */
    WAITING,
    /** The receiver took it. */
    SENT,
    /** It was tried for a day, and is not any more. */
    UNDELIVERABLE;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One that is to be written.
   *
   * @param id a new one
   */
  public record Draft(String id, String group, String receiver, News news, AlertFacts facts) {}
}
