package org.hwautomation.provisioning.bios;

/**
 * A text that is no BIOS configuration as Supermicro's {@code sum} exports it; says what is wrong.
 */
public final class BadSumExportException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadSumExportException(String message, Throwable cause) {
    super(message, cause);
  }

  BadSumExportException(String message) {
    super(message);
  }
}
