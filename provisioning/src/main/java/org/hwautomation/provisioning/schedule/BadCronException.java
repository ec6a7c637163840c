package org.hwautomation.provisioning.schedule;

/** A cron text that says nothing, or a time zone that is none; says what is wrong with it. */
public final class BadCronException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  BadCronException(String message) {
    super(message);
  }
}
