package org.hwautomation.provisioning.discovery;

import org.jspecify.annotations.Nullable;

/** A tool printed something that cannot be understood. The message names the tool. */
public final class DiscoveryException extends RuntimeException {
  public DiscoveryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public DiscoveryException(String message) {
    this(message, null);
  }
}
