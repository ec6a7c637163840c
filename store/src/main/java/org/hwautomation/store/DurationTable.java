package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.hwautomation.workflow.UsualDuration;

/** The table {@code usual_duration}: how long things took the last times. */
final class DurationTable {
  private DurationTable() {}

  static void add(Session session, String what, Duration took) throws SQLException {
    session.update(
        "INSERT INTO usual_duration (what, took_millis) VALUES (?,?)", what, took.toMillis());
    session.update(
        """
        DELETE FROM usual_duration WHERE what = ? AND position <= (
          SELECT position FROM usual_duration WHERE what = ? ORDER BY position DESC
          LIMIT 1 OFFSET ?)
        """,
        what,
        what,
        UsualDuration.REMEMBERED);
  }

  static Optional<UsualDuration> find(Session session, String what) throws SQLException {
    return UsualDuration.of(
        session.list(
            "SELECT took_millis FROM usual_duration WHERE what = ?",
            row -> Duration.ofMillis(row.number("took_millis")),
            what));
  }
}
