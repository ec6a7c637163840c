package org.hwautomation.hardware.redfish;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.hwautomation.hardware.HardwareException;
import org.jspecify.annotations.Nullable;

/**
 * A Redfish call that did not do what was asked. Next to the {@link Kind} it tells the HTTP status,
 * the BMC's own messages, and whether the request may have reached the BMC.
 */
public final class RedfishException extends HardwareException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<RedfishMessage> messages;
  private final @Nullable Duration retryAfter;
  private final boolean mayHaveArrived;

  private RedfishException(
      Kind kind,
      String peer,
      String message,
      @Nullable Throwable cause,
      int status,
      List<RedfishMessage> messages,
      @Nullable Duration retryAfter,
      boolean mayHaveArrived) {
    super(kind, peer, message, cause);
    this.status = status;
    this.messages = List.copyOf(messages);
    this.retryAfter = retryAfter;
    this.mayHaveArrived = mayHaveArrived;
  }

  /** Without an HTTP answer, for a request that never left. */
  static RedfishException notSent(
      Kind kind, String peer, String message, @Nullable Throwable cause) {
    return new RedfishException(kind, peer, message, cause, 0, List.of(), null, false);
  }

  /** Without an HTTP answer, for a request that was on its way. */
  static RedfishException unanswered(
      Kind kind, String peer, String message, @Nullable Throwable cause) {
    return new RedfishException(kind, peer, message, cause, 0, List.of(), null, true);
  }

  static RedfishException answered(
      Kind kind,
      String peer,
      String message,
      int status,
      List<RedfishMessage> messages,
      @Nullable Duration retryAfter) {
    return new RedfishException(kind, peer, message, null, status, messages, retryAfter, true);
  }

  /** The same failure for one more caller, with that caller's stack trace. */
  RedfishException again(String message) {
    return new RedfishException(
        kind(), peer(), message, this, status, messages(), retryAfter, mayHaveArrived);
  }

  /** The HTTP status, or empty if there was no answer. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** What the BMC said in the answer's extended information. */
  public List<RedfishMessage> messages() {
    return messages == null ? List.of() : messages; // transient: gone after deserialisation
  }

  /** How long the BMC asks to wait before the next try. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** HTTP 404 or 410: the resource is not there, or not any more. */
  public boolean isNotFound() {
    return status == 404 || status == 410;
  }

  /**
   * True if a write may have reached the BMC. False for reads and logins, and if there was no
   * connection to send it over. If true after a {@code CONNECTION} or {@code TIMEOUT}, read the
   * state before you decide anything.
   */
  public boolean mayHaveArrived() {
    return mayHaveArrived;
  }

  /** True if the same question, asked a little later, may be answered. */
  boolean passing() {
    return switch (kind()) {
      case CONNECTION, BUSY, TIMEOUT -> true;
      default -> false;
    };
  }

  /** The same, for a request that changes nothing wherever it got to. */
  RedfishException changingNothing() {
    return mayHaveArrived && status == 0
        ? new RedfishException(
            kind(), peer(), String.valueOf(getMessage()), getCause(), 0, messages(), null, false)
        : this;
  }

  boolean says(String key) {
    return messages().stream().anyMatch(message -> message.is(key));
  }
}
