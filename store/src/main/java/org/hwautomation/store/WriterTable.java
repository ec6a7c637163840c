package org.hwautomation.store;

import java.sql.SQLException;
import java.util.Optional;

/**
 * PostgreSQL's table {@code writer}: a row for each session that writes, with the number of its
 * last transaction, which is written in that transaction. So a commit is proved by what it
 * committed.
 */
final class WriterTable {
  private WriterTable() {}

  /** Adds a session's row, and deletes those that nobody needs any more. */
  static void open(Session session, String writer) throws SQLException {
    session.update(
        """
        DELETE FROM writer WHERE writer_id IN (
          SELECT writer_id FROM writer WHERE committed_at < now() - INTERVAL '30 days'
          FOR UPDATE SKIP LOCKED)
        """);
    add(session, new CommitMark(writer, 0));
  }

  private static void add(Session session, CommitMark mark) throws SQLException {
    session.update(
        "INSERT INTO writer (writer_id, last_commit) VALUES (?,?)", mark.writer(), mark.number());
  }

  /** Writes the mark of the transaction that is open; holds the row's lock until that ends. */
  static void mark(Session session, CommitMark mark) throws SQLException {
    var changed =
        session.update(
            "UPDATE writer SET last_commit = ?, committed_at = now() WHERE writer_id = ?",
            mark.number(),
            mark.writer());
    if (changed == 0) {
      add(session, mark); // it had written nothing for so long that the row was deleted
    }
  }

  /**
   * The last number that a session committed; waits for the transaction that it left open. Empty if
   * the row is not there.
   *
   * @throws SQLException if that transaction does not end in time
   */
  static Optional<Long> lastCommit(Session session, String writer) throws SQLException {
    return session.first(
        "SELECT last_commit FROM writer WHERE writer_id = ? FOR UPDATE",
        row -> row.number("last_commit"),
        writer);
  }

  static void close(Session session, String writer) throws SQLException {
    session.update("DELETE FROM writer WHERE writer_id = ?", writer);
  }
}
