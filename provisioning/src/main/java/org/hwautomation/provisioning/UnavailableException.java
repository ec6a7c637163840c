package org.hwautomation.provisioning;

/** Asked for something that this version or this installation does not have. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnavailableException(String message) {
    super(message);
  }
}
