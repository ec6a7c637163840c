package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

  private record Took(String what, Duration time) {}

  /** Of all whose names begin so, by name; in order. */
  static Map<String, UsualDuration> findAll(Session session, String beginning) throws SQLException {
    var times = new TreeMap<String, List<Duration>>();
    session
        .list(
            "SELECT what, took_millis FROM usual_duration WHERE substr(what, 1, ?) = ?",
            row -> new Took(row.text("what"), Duration.ofMillis(row.number("took_millis"))),
            beginning.length(),
            beginning)
        .forEach(
            took -> times.computeIfAbsent(took.what(), what -> new ArrayList<>()).add(took.time()));
    var usual = new LinkedHashMap<String, UsualDuration>();
    times.forEach(
        (what, list) -> UsualDuration.of(list).ifPresent(found -> usual.put(what, found)));
    return usual;
  }

  static Optional<UsualDuration> find(Session session, String what) throws SQLException {
    return UsualDuration.of(
        session.list(
            "SELECT took_millis FROM usual_duration WHERE what = ?",
            row -> Duration.ofMillis(row.number("took_millis")),
            what));
  }
}
