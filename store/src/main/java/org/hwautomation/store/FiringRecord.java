package org.hwautomation.store;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A time of a schedule that came, and what became of it. Immutable.
 *
 * @param fireAt with the schedule's name its key: it fires once
 * @param cause {@code schedule}, or who asked for it, such as {@code cli:alice}
 * @param work as it was when the time came
 * @param claimedBy the owner that starts it, or did
 * @param starts what became of it, by server
 */
public record FiringRecord(
    String schedule,
    Instant fireAt,
    Status status,
    String cause,
    ScheduledWork work,
    ScheduleTerms.Overlap overlap,
    Optional<String> claimedBy,
    Optional<Instant> endedAt,
    List<Start> starts) {

  /** The cause of a firing that nobody asked for. */
  public static final String BY_SCHEDULE = "schedule";

  public FiringRecord {
    starts = List.copyOf(starts);
  }

  /** How far a firing is. */
  public enum Status {
    /** A person asked for it, and no scheduler has taken it yet. */
    ASKED,
    /** A scheduler is starting it. */
    CLAIMED,
    /** Nothing more is started. */
    DONE;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What became of it for one server. */
  public enum Outcome {
    STARTED,
    /** Could not be started, such as a server in use. */
    REFUSED,
    /** A run that the schedule had started before was still live. */
    OVERLAPPED,
    /** Nobody ran the scheduler then. */
    MISSED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The start of a run, or why there was none.
   *
   * @param server empty for work about no server, and for all of them where the time was missed
   * @param message why not; empty where a run was started
   */
  public record Start(
      String server,
      Outcome outcome,
      Optional<String> workflowId,
      Optional<String> runId,
      Optional<String> message) {

    public static Start started(String server, String workflowId, String runId) {
      return new Start(
          server, Outcome.STARTED, Optional.of(workflowId), Optional.of(runId), Optional.empty());
    }

    public static Start not(String server, Outcome outcome, String message) {
      return new Start(server, outcome, Optional.empty(), Optional.empty(), Optional.of(message));
    }
  }
}
