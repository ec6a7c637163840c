package org.hwautomation.provisioning.triage;

import java.util.Locale;

/** Who has to do with it, the most urgent first. */
public enum Urgency {
  /** A person has to decide or look; nothing goes on by itself. */
  NEEDS_PERSON,
  /** It goes on, and takes longer than it usually does. */
  SLOW,
  /** It goes on. */
  RUNNING,
  /** Nothing is to be done. */
  QUIET;

  /** The name in JSON, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
