package org.hwautomation.hardware;

import java.time.Duration;
import java.util.Optional;
import org.hwautomation.hardware.HardwareException.Kind;

/**
 * Hears of each exchange with a peer, after it: for whoever counts them. It is called on the thread
 * that asked, any number at once, and must return at once.
 */
@FunctionalInterface
public interface CallObserver {
  /** Nobody counts. */
  CallObserver NONE = (protocol, failure, took) -> {};

  /** How the peer is spoken to. */
  enum Protocol {
    /** One HTTP request, logins included. */
    REDFISH,
    /** One call of {@code ipmitool}. */
    IPMI,
    /** One connection with its login, one command or one file. */
    SSH,
    /** One HTTP request. */
    MAAS
  }

  /**
   * An exchange is over.
   *
   * @param failure why it failed; empty if the peer answered, also where it answered that there is
   *     nothing
   * @param took from before it was sent until the answer was read
   */
  void ended(Protocol protocol, Optional<Kind> failure, Duration took);

  /**
   * Carries an exchange out and tells of it.
   *
   * @param <T> what it gives
   */
  default <T> T observing(Protocol protocol, Exchange<T> exchange) {
    var started = System.nanoTime();
    var failure = Optional.<Kind>empty();
    try {
      return exchange.answer();
    } catch (HardwareException e) {
      failure = Optional.of(e.kind());
      throw e;
    } finally {
      ended(protocol, failure, Duration.ofNanos(System.nanoTime() - started));
    }
  }

  /**
   * What is asked of a peer.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  interface Exchange<T> {
    /**
     * Asks.
     *
     * @throws HardwareException if it fails
     */
    T answer();
  }
}
