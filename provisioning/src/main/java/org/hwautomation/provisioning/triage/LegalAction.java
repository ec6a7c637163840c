package org.hwautomation.provisioning.triage;

import java.util.Locale;

/**
 * What may be done now, and what it would do. Immutable.
 *
 * @param command the words to type behind {@code hwauto}
 * @param effect what that would do, in one line
 */
public record LegalAction(Kind kind, String command, String effect) {

  /** What there is to do. */
  public enum Kind {
    RESUME,
    ROLL_BACK,
    RELEASE,
    APPROVE,
    REFUSE,
    SKIP,
    OVERRIDE_WINDOW,
    PAUSE,
    CANCEL,
    UNLOCK,
    WATCH,
    START,
    LOOK;

    /** The name in JSON, lower case. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
