package org.hwautomation.provisioning.triage;

import java.util.List;
import java.util.Locale;

/**
 * Why something stands as it stands. Immutable.
 *
 * @param text one line for people
 * @param evidence what that is known from, a line each
 */
public record Cause(Kind kind, String text, List<String> evidence) {
  public Cause {
    evidence = List.copyOf(evidence);
  }

  /** The kinds, the worst first. */
  public enum Kind {
    /** An attempt that should have ended lives on. */
    LINGERING(Urgency.NEEDS_PERSON),
    /** A point of no return takes longer than it usually does. */
    OVERDUE(Urgency.NEEDS_PERSON),
    /** The run is over, and nobody knows how a point of no return of it went. */
    UNSETTLED(Urgency.NEEDS_PERSON),
    /** The run failed and keeps its server. */
    HELD(Urgency.NEEDS_PERSON),
    /** Nobody executes the run until a person has looked. */
    PARKED(Urgency.NEEDS_PERSON),
    /** The process that executed the run is gone. */
    INTERRUPTED(Urgency.NEEDS_PERSON),
    /** A step asks a person. */
    WAITING_FOR_APPROVAL(Urgency.NEEDS_PERSON),
    /** A login was refused, and is not tried again. */
    LOGIN_REFUSED(Urgency.NEEDS_PERSON),
    /** A step takes longer than it usually does. */
    SLOW(Urgency.SLOW),
    /** Somebody paused it. */
    PAUSED(Urgency.SLOW),
    /** Another run has the server. */
    WAITING_FOR_LOCK(Urgency.RUNNING),
    /** Its next step may enter a point of no return, and no maintenance window is open. */
    WAITING_FOR_WINDOW(Urgency.RUNNING),
    /** As many attempts as may be run already. */
    WAITING_FOR_LIMIT(Urgency.RUNNING),
    /** An attempt failed, and the next one is due later. */
    BACKING_OFF(Urgency.RUNNING),
    /** Somebody cancelled it; it ends as soon as it may. */
    CANCELLING(Urgency.RUNNING),
    /** What was done is being undone. */
    ROLLING_BACK(Urgency.RUNNING),
    /** A step works. */
    RUNNING(Urgency.RUNNING),
    /** Everything the last run was to bring about was seen. */
    READY(Urgency.QUIET),
    /** The last run ended; nothing waits. */
    ENDED(Urgency.QUIET),
    /** No run was ever made. */
    NEVER_RUN(Urgency.QUIET);

    private final Urgency urgency;

    Kind(Urgency urgency) {
      this.urgency = urgency;
    }

    /** Who has to do with it. */
    public Urgency urgency() {
      return urgency;
    }

    /** The name in JSON, lower case. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** In words: {@code waiting for approval}. */
    public String words() {
      return wireName().replace('_', ' ');
    }
  }
}
