package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hwautomation.store.FiringRecord.Outcome;
import org.hwautomation.store.FiringRecord.Start;
import org.hwautomation.store.FiringRecord.Status;

/** The tables {@code schedule_firing} and {@code schedule_start}. */
final class FiringTable {
  private FiringTable() {}

  /** Adds a time; 0 if it is there. */
  static int insert(
      Session session,
      ScheduleRecord seen,
      Instant fireAt,
      Status status,
      String cause,
      Optional<String> owner)
      throws SQLException {
    return session.update(
        """
        INSERT INTO schedule_firing (schedule, fire_at_utc_micros, status, cause, work, overlap,
          claimed_by)
        VALUES (?,?,?,?,?,?,?) ON CONFLICT (schedule, fire_at_utc_micros) DO NOTHING
        """,
        seen.name(),
        fireAt,
        status.wireName(),
        cause,
        seen.terms().work().write(),
        seen.terms().overlap().wireName(),
        owner);
  }

  /** Adds what became of a time for one server; what stands there stays. */
  static void note(Session session, String schedule, Instant fireAt, Start start, Instant now)
      throws SQLException {
    session.update(
        """
        INSERT INTO schedule_start (schedule, fire_at_utc_micros, server, outcome, workflow_id,
          run_id, message, at_utc_micros)
        VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (schedule, fire_at_utc_micros, server) DO NOTHING
        """,
        schedule,
        fireAt,
        start.server(),
        start.outcome().wireName(),
        start.workflowId(),
        start.runId(),
        start.message(),
        now);
  }

  /** Whether {@code owner} is starting it. */
  static boolean isOf(Session session, FiringRecord firing, String owner) throws SQLException {
    return session.number(
            """
            SELECT count(*) AS n FROM schedule_firing
            WHERE schedule = ? AND fire_at_utc_micros = ? AND status = 'claimed' AND claimed_by = ?
            """,
            firing.schedule(),
            firing.fireAt(),
            owner)
        > 0;
  }

  /** Deletes all but the newest of a schedule. */
  static void forgetOld(Session session, String schedule) throws SQLException {
    var oldest =
        session.first(
            """
            SELECT fire_at_utc_micros FROM schedule_firing WHERE schedule = ?
            ORDER BY fire_at_utc_micros DESC LIMIT 1 OFFSET ?
            """,
            row -> row.instant("fire_at_utc_micros"),
            schedule,
            Firings.KEPT);
    if (oldest.isPresent()) {
      session.update(
          "DELETE FROM schedule_start WHERE schedule = ? AND fire_at_utc_micros <= ?",
          schedule,
          oldest.get());
      session.update(
          """
          DELETE FROM schedule_firing
          WHERE schedule = ? AND fire_at_utc_micros <= ? AND status = 'done'
          """,
          schedule,
          oldest.get());
    }
  }

  /** Whole firings, with what became of each. */
  static List<FiringRecord> list(Session session, String sql, Object... values)
      throws SQLException {
    var found = session.list(sql, FiringTable::firing, values);
    var whole = new ArrayList<FiringRecord>();
    for (var firing : found) {
      whole.add(
          new FiringRecord(
              firing.schedule(),
              firing.fireAt(),
              firing.status(),
              firing.cause(),
              firing.work(),
              firing.overlap(),
              firing.claimedBy(),
              firing.endedAt(),
              session.list(
                  """
                  SELECT * FROM schedule_start WHERE schedule = ? AND fire_at_utc_micros = ?
                  ORDER BY server
                  """,
                  FiringTable::start,
                  firing.schedule(),
                  firing.fireAt())));
    }
    return whole;
  }

  private static FiringRecord firing(Row row) throws SQLException {
    return new FiringRecord(
        row.text("schedule"),
        row.instant("fire_at_utc_micros"),
        Status.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
        row.text("cause"),
        ScheduledWork.read(row.text("work")),
        ScheduleTerms.Overlap.valueOf(row.text("overlap").toUpperCase(Locale.ROOT)),
        row.optionalText("claimed_by"),
        row.optionalInstant("ended_at_utc_micros"),
        List.of());
  }

  static Start start(Row row) throws SQLException {
    return new Start(
        row.text("server"),
        Outcome.valueOf(row.text("outcome").toUpperCase(Locale.ROOT)),
        row.optionalText("workflow_id"),
        row.optionalText("run_id"),
        row.optionalText("message"));
  }
}
