package org.hwautomation.server;

import org.jspecify.annotations.Nullable;

/** The service can't be started as it was told to. */
public final class ServiceStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServiceStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
