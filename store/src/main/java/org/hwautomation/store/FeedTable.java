package org.hwautomation.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.hwautomation.store.RunFeed.Change;
import org.hwautomation.store.RunFeed.FeedPosition;

/** The table {@code feed}: a row for each time a run's journal grew. */
final class FeedTable {
  /** So many rows are kept; who asks for older ones reads the lists again. */
  static final int KEPT = 200_000;

  private FeedTable() {}

  static void add(Session session, String runId, long firstSeq, long lastSeq) throws SQLException {
    session.update(
        "INSERT INTO feed (run_id, first_seq, last_seq) VALUES (?,?,?)", runId, firstSeq, lastSeq);
  }

  static void dropOld(Session session) throws SQLException {
    session.update("DELETE FROM feed WHERE position <= (SELECT max(position) FROM feed) - " + KEPT);
  }

  static List<Change> after(Session session, FeedPosition position, int limit) throws SQLException {
    return switch (session.dialect()) {
      case SQLITE ->
          session.list(
              """
              SELECT 0 AS transaction_id, position, run_id, first_seq, last_seq FROM feed
              WHERE position > ? ORDER BY position LIMIT ?
              """,
              FeedTable::read,
              position.row(),
              limit);
      case POSTGRESQL ->
          session.list(
              SETTLED
                  + """
                   AND (transaction_id, position) > (CAST(CAST(? AS text) AS xid8), ?)
                  ORDER BY transaction_id, position LIMIT ?
                  """,
              FeedTable::read,
              String.valueOf(position.transaction()),
              position.row(),
              limit);
    };
  }

  static Optional<FeedPosition> oldest(Session session) throws SQLException {
    return end(session, "");
  }

  static Optional<FeedPosition> newest(Session session) throws SQLException {
    return end(session, " DESC");
  }

  private static Optional<FeedPosition> end(Session session, String order) throws SQLException {
    var sql =
        switch (session.dialect()) {
          case SQLITE ->
              "SELECT 0 AS transaction_id, position, run_id, first_seq, last_seq FROM feed ORDER BY position"
                  + order;
          case POSTGRESQL ->
              SETTLED + " ORDER BY transaction_id%s, position%s".formatted(order, order);
        };
    return session.first(sql + " LIMIT 1", FeedTable::read).map(Change::position);
  }

  /**
   * Rows behind which none can appear: those of transactions older than any that still runs.
   * Positions are given before a commit, so a smaller one may become visible later; of two
   * transactions the one that began to write first comes first here, whichever commits first.
   */
  private static final String SETTLED =
      """
      SELECT CAST(CAST(transaction_id AS text) AS bigint) AS transaction_id, position, run_id,
        first_seq, last_seq
      FROM feed WHERE transaction_id < pg_snapshot_xmin(pg_current_snapshot())
      """
          .stripTrailing();

  private static Change read(Row row) throws SQLException {
    return new Change(
        new FeedPosition(row.number("transaction_id"), row.number("position")),
        row.text("run_id"),
        row.number("first_seq"),
        row.number("last_seq"));
  }
}
