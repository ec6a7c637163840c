package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.LockHeldException;
import org.hwautomation.workflow.LockHolder;

/** The table {@code lock}: which run holds which key. */
final class LockTable {
  private static final String HOLDERS =
      """
      SELECT lock.key, lock.run_id, run.workflow_id, run.server_id, lock.since_utc_micros
      FROM lock JOIN run ON run.run_id = lock.run_id
      """;

  private LockTable() {}

  /**
   * Takes keys for a run whose row is there, in one order for all runs.
   *
   * @throws LockHeldException if another run holds one
   */
  static void take(Session session, String runId, List<String> keys, Instant now)
      throws SQLException {
    for (var key : keys.stream().sorted().toList()) {
      take(session, runId, key, now);
    }
  }

  private static void take(Session session, String runId, String key, Instant now)
      throws SQLException {
    while (session.update(
            """
            INSERT INTO lock (key, run_id, since_utc_micros) VALUES (?,?,?)
            ON CONFLICT (key) DO NOTHING
            """,
            key,
            runId,
            now)
        == 0) {
      var holder = session.first(HOLDERS + " WHERE lock.key = ?", LockTable::read, key);
      if (holder.isPresent() && holder.get().runId().equals(runId)) {
        return;
      }
      if (holder.isPresent()) {
        throw new LockHeldException(holder.get());
      }
    }
  }

  /**
   * Refuses keys that are held, before anything is written. Nobody takes one meanwhile: who takes
   * keys writes alone.
   *
   * @param besides a run whose keys count as free
   * @throws LockHeldException if another run holds one
   */
  static void requireFree(Session session, Collection<String> keys, Optional<String> besides)
      throws SQLException {
    for (var batch : Batches.of(keys)) {
      var holders =
          session.list(
              HOLDERS + " WHERE lock.key IN (%s) ORDER BY lock.key".formatted(Batches.marks(batch)),
              LockTable::read,
              batch.toArray());
      for (var holder : holders) {
        if (!besides.equals(Optional.of(holder.runId()))) {
          throw new LockHeldException(holder);
        }
      }
    }
  }

  static void release(Session session, String runId) throws SQLException {
    session.update("DELETE FROM lock WHERE run_id = ?", runId);
  }

  static List<LockHolder> all(Session session) throws SQLException {
    return session.list(HOLDERS + " ORDER BY lock.since_utc_micros, lock.key", LockTable::read);
  }

  private static LockHolder read(Row row) throws SQLException {
    return new LockHolder(
        row.text("key"),
        row.text("run_id"),
        row.text("workflow_id"),
        row.optionalText("server_id"),
        row.instant("since_utc_micros"));
  }
}
