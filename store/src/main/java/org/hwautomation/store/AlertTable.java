package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.hwautomation.store.AlertDelivery.News;
import org.hwautomation.store.AlertDelivery.Status;
import org.jspecify.annotations.Nullable;

/** The tables {@code alert_group} and {@code alert_delivery}. */
final class AlertTable {
  private AlertTable() {}

  static List<AlertGroup> open(Session session) throws SQLException {
    return session.list(
        "SELECT * FROM alert_group WHERE closed_at_utc_micros IS NULL"
            + " ORDER BY seen_at_utc_micros, group_id",
        AlertTable::group);
  }

  /** Adds a group, or makes it what it is now. */
  static void put(Session session, AlertGroup group) throws SQLException {
    session.update(
        """
        INSERT INTO alert_group (group_id, event, key, facts, seen_at_utc_micros, told, told_as,
          told_at_utc_micros, gone_at_utc_micros, closed_at_utc_micros)
        VALUES (?,?,?,?,?,?,?,?,?,?)
        ON CONFLICT (group_id) DO UPDATE SET facts = excluded.facts, told = excluded.told,
          told_as = excluded.told_as, told_at_utc_micros = excluded.told_at_utc_micros,
          gone_at_utc_micros = excluded.gone_at_utc_micros,
          closed_at_utc_micros = excluded.closed_at_utc_micros
        """,
        group.id(),
        group.event(),
        group.key(),
        group.facts().write(),
        group.seenAt(),
        group.told(),
        group.toldAs(),
        group.toldAt(),
        group.goneAt(),
        group.closedAt());
  }

  /** Deletes a group that nothing was to be sent of. */
  static void drop(Session session, String group) throws SQLException {
    session.update("DELETE FROM alert_group WHERE group_id = ?", group);
  }

  static void add(Session session, AlertDelivery.Draft draft, Instant now) throws SQLException {
    session.update(
        """
        INSERT INTO alert_delivery (delivery_id, group_id, receiver, news, facts, status, attempts,
          created_at_utc_micros, due_at_utc_micros)
        VALUES (?,?,?,?,?,'waiting',0,?,?)
        """,
        draft.id(),
        draft.group(),
        draft.receiver(),
        draft.news().wireName(),
        draft.facts().write(),
        now,
        now);
  }

  /** Deletes groups that were closed before, unless something of them still waits. */
  static void forget(Session session, Instant closedBefore) throws SQLException {
    var old =
        """
        SELECT group_id FROM alert_group g WHERE closed_at_utc_micros < ? AND NOT EXISTS (
          SELECT 1 FROM alert_delivery d WHERE d.group_id = g.group_id AND d.status = 'waiting')
        """;
    for (var group : session.list(old, row -> row.text("group_id"), closedBefore)) {
      session.update("DELETE FROM alert_delivery WHERE group_id = ?", group);
      drop(session, group);
    }
  }

  /**
   * Deliveries {@code d} of groups {@code g}.
   *
   * @param rest what comes after the tables, from {@code WHERE} on
   */
  static List<AlertDelivery> list(Session session, String rest, @Nullable Object... values)
      throws SQLException {
    return session.list(
        "SELECT d.*, g.event, g.key FROM alert_delivery d"
            + " JOIN alert_group g ON g.group_id = d.group_id "
            + rest,
        AlertTable::delivery,
        values);
  }

  private static AlertGroup group(Row row) throws SQLException {
    return new AlertGroup(
        row.text("group_id"),
        row.text("event"),
        row.text("key"),
        AlertFacts.read(row.text("facts")),
        row.instant("seen_at_utc_micros"),
        row.integer("told"),
        row.text("told_as"),
        row.optionalInstant("told_at_utc_micros"),
        row.optionalInstant("gone_at_utc_micros"),
        row.optionalInstant("closed_at_utc_micros"));
  }

  private static AlertDelivery delivery(Row row) throws SQLException {
    return new AlertDelivery(
        row.text("delivery_id"),
        row.text("group_id"),
        row.text("event"),
        row.text("key"),
        row.text("receiver"),
        News.valueOf(row.text("news").toUpperCase(Locale.ROOT)),
        AlertFacts.read(row.text("facts")),
        Status.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
        row.integer("attempts"),
        row.optionalText("claimed_by"),
        row.optionalText("said"),
        row.instant("created_at_utc_micros"),
        row.instant("due_at_utc_micros"),
        row.optionalInstant("tried_at_utc_micros"));
  }
}
