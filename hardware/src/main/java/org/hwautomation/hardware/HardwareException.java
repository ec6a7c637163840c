package org.hwautomation.hardware;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A protocol call that did not do what was asked. The {@link Kind} says whether another try can
 * help; the message says what was asked of whom, what came back and what to do. No message, cause
 * or suppressed exception carries a secret.
 */
public class HardwareException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What sort of failure it was; decides whether it is worth trying again. */
  public enum Kind {
    /** Nobody answered, or the connection broke. Trying again can help. */
    CONNECTION,
    /** The peer answered that it can't now (HTTP 503, a busy queue). Trying again can help. */
    BUSY,
    /** The peer did not answer within the time limit. Trying again can help. */
    TIMEOUT,
    /**
     * The peer refused the login. Never tried again: BMCs lock accounts after a few wrong
     * passwords.
     */
    AUTHENTICATION,
    /** The peer understood and refused. Trying the same again does not help. */
    REJECTED,
    /** The peer broke the protocol: an empty, truncated or unparsable answer. */
    PROTOCOL,
    /** The peer is not who it should be: a wrong certificate, a changed host key. */
    IDENTITY,
    /** Something needed is missing here, such as the {@code ipmitool} program. */
    UNAVAILABLE
  }

  private final Kind kind;
  private final String peer;

  /**
   * Makes one.
   *
   * @param peer who was asked, such as {@code BMC 10.0.1.107}
   * @param message the whole message for the operator; free of secrets
   */
  public HardwareException(Kind kind, String peer, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind is null");
    this.peer = Objects.requireNonNull(peer, "peer is null");
  }

  public HardwareException(Kind kind, String peer, String message) {
    this(kind, peer, message, null);
  }

  public Kind kind() {
    return kind;
  }

  /** Who was asked, such as {@code BMC 10.0.1.107} or {@code MAAS http://maas:5240/MAAS}. */
  public String peer() {
    return peer;
  }
}
