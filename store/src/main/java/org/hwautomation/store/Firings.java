package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.store.FiringRecord.Outcome;
import org.hwautomation.store.FiringRecord.Start;
import org.hwautomation.store.FiringRecord.Status;
import org.hwautomation.workflow.WorkflowTime;

/**
 * The times of schedules that came. Each has one row, written before anything is started, by
 * whichever scheduler is first. Thread-safe; seen by all processes.
 */
public final class Firings {
  /** How the description of an owner begins that is a scheduler. */
  public static final String SCHEDULER = "scheduler, ";

  /** How many of a schedule are kept; a time that is forgotten is long settled. */
  static final int KEPT = 1_000;

  private final Database database;
  private final WorkflowTime time;
  private final Liveness owners;

  Firings(Database database, WorkflowTime time, Liveness owners) {
    this.database = database;
    this.time = time;
    this.owners = owners;
  }

  /**
   * Asks for a firing now, whether the schedule is paused or not; audited.
   *
   * @return its time, a whole second; empty if there is no such schedule
   */
  public Optional<Instant> ask(String schedule, String actor, String reason) {
    return database.write(
        session -> {
          var known = Schedules.find(session, schedule);
          if (known.isEmpty()) {
            return Optional.empty();
          }
          var at = time.now().truncatedTo(ChronoUnit.SECONDS);
          while (FiringTable.insert(session, known.get(), at, Status.ASKED, actor, Optional.empty())
              == 0) {
            at = at.plusSeconds(1); // a time fires once
          }
          Audit.add(session, time.now(), actor, "schedule_run", schedule, reason);
          return Optional.of(at);
        });
  }

  /**
   * Claims a time that has come.
   *
   * @param seen the schedule as it was looked at
   * @return false if another was first, or the schedule was changed, paused or removed meanwhile
   */
  public boolean claim(ScheduleRecord seen, Instant fireAt, String owner) {
    return database.write(
        session ->
            settle(session, seen, fireAt)
                && FiringTable.insert(
                        session,
                        seen,
                        fireAt,
                        Status.CLAIMED,
                        FiringRecord.BY_SCHEDULE,
                        Optional.of(owner))
                    > 0);
  }

  /** Notes a time that came while nobody ran the scheduler; false as for {@link #claim}. */
  public boolean miss(ScheduleRecord seen, Instant fireAt, String why) {
    return database.write(
        session -> {
          if (!settle(session, seen, fireAt)
              || FiringTable.insert(
                      session,
                      seen,
                      fireAt,
                      Status.DONE,
                      FiringRecord.BY_SCHEDULE,
                      Optional.empty())
                  == 0) {
            return false;
          }
          FiringTable.note(
              session, seen.name(), fireAt, Start.not("", Outcome.MISSED, why), time.now());
          session.update(
              """
              UPDATE schedule_firing SET ended_at_utc_micros = ?
              WHERE schedule = ? AND fire_at_utc_micros = ?
              """,
              time.now(),
              seen.name(),
              fireAt);
          return true;
        });
  }

  private static boolean settle(Session session, ScheduleRecord seen, Instant fireAt)
      throws SQLException {
    return session.update(
            """
            UPDATE schedule SET fired_until_utc_micros = ?
            WHERE name = ? AND revision = ? AND paused = 0 AND fired_until_utc_micros = ?
            """,
            fireAt,
            seen.name(),
            seen.revision(),
            seen.firedUntil())
        > 0;
  }

  /** Those that are not done, the oldest first. */
  public List<FiringRecord> open() {
    return database.read(
        session ->
            FiringTable.list(
                session,
                "SELECT * FROM schedule_firing WHERE status <> 'done'"
                    + " ORDER BY fire_at_utc_micros, schedule"));
  }

  /**
   * Takes one that a person asked for, or whose scheduler is gone.
   *
   * @param seen it as it was looked at
   * @return false if another has it, or its scheduler lives
   */
  public boolean take(FiringRecord seen, String owner) {
    return database.write(
        session -> {
          if (seen.claimedBy().isPresent() && owners.isAlive(session, seen.claimedBy().get())) {
            return false;
          }
          return session.update(
                  """
                  UPDATE schedule_firing SET status = 'claimed', claimed_by = ?
                  WHERE schedule = ? AND fire_at_utc_micros = ? AND status <> 'done'
                    AND COALESCE(claimed_by, '') = ?
                  """,
                  owner,
                  seen.schedule(),
                  seen.fireAt(),
                  seen.claimedBy().orElse(""))
              > 0;
        });
  }

  /** Notes what became of it for one server; of no effect if {@code owner} has it no more. */
  public void note(FiringRecord firing, String owner, Start start) {
    database.change(
        session -> {
          if (FiringTable.isOf(session, firing, owner)) {
            FiringTable.note(session, firing.schedule(), firing.fireAt(), start, time.now());
          }
        });
  }

  /** Nothing more is started. Of the schedule's, the newest 1,000 are kept. */
  public void end(FiringRecord firing, String owner) {
    database.change(
        session -> {
          if (!FiringTable.isOf(session, firing, owner)) {
            return;
          }
          session.update(
              """
              UPDATE schedule_firing SET status = 'done', ended_at_utc_micros = ?
              WHERE schedule = ? AND fire_at_utc_micros = ?
              """,
              time.now(),
              firing.schedule(),
              firing.fireAt());
          FiringTable.forgetOld(session, firing.schedule());
        });
  }

  public Optional<FiringRecord> find(String schedule, Instant fireAt) {
    return database.read(
        session ->
            FiringTable.list(
                    session,
                    "SELECT * FROM schedule_firing WHERE schedule = ? AND fire_at_utc_micros = ?",
                    schedule,
                    fireAt)
                .stream()
                .findFirst());
  }

  /** The newest of a schedule, newest first. */
  public List<FiringRecord> of(String schedule, int limit) {
    return database.read(
        session ->
            FiringTable.list(
                session,
                "SELECT * FROM schedule_firing WHERE schedule = ?"
                    + " ORDER BY fire_at_utc_micros DESC LIMIT ?",
                schedule,
                limit));
  }

  /** The newest 20 runs that a schedule started on a server, newest first. */
  public List<Start> runs(String schedule, String server) {
    return database.read(
        session ->
            session.list(
                """
                SELECT * FROM schedule_start
                WHERE schedule = ? AND server = ? AND outcome = 'started'
                ORDER BY fire_at_utc_micros DESC LIMIT 20
                """,
                FiringTable::start,
                schedule,
                server));
  }

  /** What the living schedulers say of themselves; empty if nothing fires now. */
  public List<String> schedulers() {
    return database.read(
        session -> {
          var living =
              session.list(
                  """
                  SELECT owner_id, description FROM owner
                  WHERE ended_at_utc_micros IS NULL AND description LIKE ?
                  """,
                  row -> List.of(row.text("owner_id"), row.text("description")),
                  SCHEDULER + "%");
          var descriptions = new ArrayList<String>();
          for (var owner : living) {
            if (owners.isAlive(session, owner.getFirst())) {
              descriptions.add(owner.getLast().substring(SCHEDULER.length()));
            }
          }
          return descriptions;
        });
  }
}
