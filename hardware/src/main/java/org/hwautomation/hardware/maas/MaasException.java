package org.hwautomation.hardware.maas;

import java.time.Duration;
import java.util.Optional;
import org.hwautomation.hardware.HardwareException;
import org.jspecify.annotations.Nullable;

/** A request to MAAS that did not do what was asked. */
public class MaasException extends HardwareException {
  private static final long serialVersionUID = 1L;

  private final int httpStatus;
  private final @Nullable Duration retryAfter;

  MaasException(
      Kind kind,
      String peer,
      String message,
      int httpStatus,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(kind, peer, message, cause);
    this.httpStatus = httpStatus;
    this.retryAfter = retryAfter;
  }

  /** The status of MAAS's answer; 0 if there was no answer. */
  public int httpStatus() {
    return httpStatus;
  }

  /** How long MAAS asked to be left alone, if it said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
