package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Schedules, as people make them. Every change is audited and gives another revision. Thread-safe;
 * seen by all processes.
 */
public final class Schedules {
  private final Database database;
  private final WorkflowTime time;

  Schedules(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /**
   * Makes one; it fires from now on.
   *
   * @return false if there is one of that name, which stays as it is
   */
  public boolean add(String name, ScheduleTerms terms, String actor) {
    return database.write(
        session -> {
          var now = time.now();
          var added =
              session.update(
                      """
                      INSERT INTO schedule (name, work, cron, zone, overlap, missed,
                        missed_limit_seconds, description, paused, revision, created_by,
                        created_at_utc_micros, changed_by, changed_at_utc_micros,
                        fired_until_utc_micros)
                      VALUES (?,?,?,?,?,?,?,?,0,1,?,?,?,?,?) ON CONFLICT (name) DO NOTHING
                      """,
                      name,
                      terms.work().write(),
                      terms.cron(),
                      terms.zone(),
                      terms.overlap().wireName(),
                      terms.missed().wireName(),
                      terms.missedLimit().toSeconds(),
                      terms.description(),
                      actor,
                      now,
                      actor,
                      now,
                      now)
                  > 0;
          if (added) {
            Audit.add(session, now, actor, "schedule_added", name, words(terms));
          }
          return added;
        });
  }

  public Optional<ScheduleRecord> find(String name) {
    return database.read(session -> find(session, name));
  }

  static Optional<ScheduleRecord> find(Session session, String name) throws SQLException {
    return session.first("SELECT * FROM schedule WHERE name = ?", Schedules::read, name);
  }

  /** All of them, by name. */
  public List<ScheduleRecord> list() {
    return database.read(
        session -> session.list("SELECT * FROM schedule ORDER BY name", Schedules::read));
  }

  /**
   * Gives it other terms. With another cron or zone, times before now are settled.
   *
   * @param ifRevision the revision that was looked at; empty for whichever there is
   * @return false if there is none of that name and revision
   */
  public boolean change(String name, OptionalLong ifRevision, ScheduleTerms terms, String actor) {
    return database.write(
        session -> {
          var now = time.now();
          var before = find(session, name);
          if (before.isEmpty()
              || (ifRevision.isPresent() && ifRevision.getAsLong() != before.get().revision())) {
            return false;
          }
          var old = before.get();
          var sameTimes =
              old.terms().cron().equals(terms.cron()) && old.terms().zone().equals(terms.zone());
          session.update(
              """
              UPDATE schedule SET work = ?, cron = ?, zone = ?, overlap = ?, missed = ?,
                missed_limit_seconds = ?, description = ?, revision = revision + 1,
                changed_by = ?, changed_at_utc_micros = ?, fired_until_utc_micros = ?
              WHERE name = ?
              """,
              terms.work().write(),
              terms.cron(),
              terms.zone(),
              terms.overlap().wireName(),
              terms.missed().wireName(),
              terms.missedLimit().toSeconds(),
              terms.description(),
              actor,
              now,
              sameTimes ? old.firedUntil() : now,
              name);
          Audit.add(session, now, actor, "schedule_changed", name, words(terms));
          return true;
        });
  }

  /**
   * Keeps it from firing, for no reason of its own.
   *
   * @return false if there is none, or it is paused
   */
  public boolean pause(String name, String actor, String reason) {
    return database.write(
        session -> {
          var now = time.now();
          var paused =
              session.update(
                      """
                      UPDATE schedule SET paused = 1, revision = revision + 1, changed_by = ?,
                        changed_at_utc_micros = ?
                      WHERE name = ? AND paused = 0
                      """,
                      actor,
                      now,
                      name)
                  > 0;
          if (paused) {
            Audit.add(session, now, actor, "schedule_paused", name, reason);
          }
          return paused;
        });
  }

  /**
   * Lets it fire again; times that came meanwhile are not missed: they are settled.
   *
   * @return false if there is none, or it is not paused
   */
  public boolean resume(String name, String actor, String reason) {
    return database.write(
        session -> {
          var now = time.now();
          var resumed =
              session.update(
                      """
                      UPDATE schedule SET paused = 0, revision = revision + 1, changed_by = ?,
                        changed_at_utc_micros = ?, fired_until_utc_micros = ?
                      WHERE name = ? AND paused = 1
                      """,
                      actor,
                      now,
                      now,
                      name)
                  > 0;
          if (resumed) {
            Audit.add(session, now, actor, "schedule_resumed", name, reason);
          }
          return resumed;
        });
  }

  /**
   * Takes it away. What it started goes on, and what became of its times is kept.
   *
   * @param ifRevision the revision that was looked at; empty for whichever there is
   * @return false if there is none of that name and revision
   */
  public boolean remove(String name, OptionalLong ifRevision, String actor, String reason) {
    return database.write(
        session -> {
          var before = find(session, name);
          if (before.isEmpty()
              || (ifRevision.isPresent() && ifRevision.getAsLong() != before.get().revision())) {
            return false;
          }
          session.update("DELETE FROM schedule WHERE name = ?", name);
          session.update(
              "DELETE FROM schedule_firing WHERE schedule = ? AND status = 'asked'", name);
          Audit.add(session, time.now(), actor, "schedule_removed", name, reason);
          return true;
        });
  }

  private static String words(ScheduleTerms terms) {
    return "'%s' in %s, %s %s"
        .formatted(terms.cron(), terms.zone(), terms.work().template(), terms.work().servers());
  }

  private static ScheduleRecord read(Row row) throws SQLException {
    return new ScheduleRecord(
        row.text("name"),
        new ScheduleTerms(
            ScheduledWork.read(row.text("work")),
            row.text("cron"),
            row.text("zone"),
            ScheduleTerms.Overlap.valueOf(row.text("overlap").toUpperCase(Locale.ROOT)),
            ScheduleTerms.Missed.valueOf(row.text("missed").toUpperCase(Locale.ROOT)),
            Duration.ofSeconds(row.number("missed_limit_seconds")),
            row.text("description")),
        row.integer("paused") == 1,
        row.number("revision"),
        row.text("created_by"),
        row.instant("created_at_utc_micros"),
        row.text("changed_by"),
        row.instant("changed_at_utc_micros"),
        row.instant("fired_until_utc_micros"));
  }
}
