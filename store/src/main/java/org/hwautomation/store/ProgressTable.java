package org.hwautomation.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hwautomation.workflow.LiveProgress;

/**
 * The table {@code progress}: the last word of each live run. Written without a sync of its own and
 * without waiting; of what queues up only the newest is written.
 */
final class ProgressTable {
  private final Database database;
  private final Map<String, LiveProgress> unwritten = new ConcurrentHashMap<>();

  ProgressTable(Database database) {
    this.database = database;
  }

  void publish(String runId, LiveProgress progress) {
    if (unwritten.put(runId, progress) == null) {
      database.changeLater(
          session -> {
            var newest = unwritten.remove(runId);
            if (newest != null) {
              write(session, runId, newest);
            }
          });
    }
  }

  private static void write(Session session, String runId, LiveProgress progress)
      throws SQLException {
    session.update(
        """
        INSERT INTO progress (run_id, step, text, percent, at_utc_micros)
        SELECT run_id, ?, ?, CAST(? AS INTEGER), ? FROM run
        WHERE run_id = ? AND status IN ('pending', 'running')
        ON CONFLICT (run_id) DO UPDATE SET step = excluded.step, text = excluded.text,
          percent = excluded.percent, at_utc_micros = excluded.at_utc_micros
        """,
        progress.step(),
        progress.text(),
        progress.percent().isPresent() ? progress.percent().getAsInt() : null,
        progress.at(),
        runId);
  }

  Optional<LiveProgress> of(String runId) {
    return database.read(
        session ->
            session.first("SELECT * FROM progress WHERE run_id = ?", ProgressTable::read, runId));
  }

  /** Of several runs. */
  Map<String, LiveProgress> of(Collection<String> runIds) {
    var all = new LinkedHashMap<String, LiveProgress>();
    for (var batch : Batches.of(runIds)) {
      var found =
          database.read(
              session ->
                  session.list(
                      "SELECT * FROM progress WHERE run_id IN (%s)".formatted(Batches.marks(batch)),
                      row -> Map.entry(row.text("run_id"), read(row)),
                      batch.toArray()));
      found.forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    }
    return all;
  }

  private static LiveProgress read(Row row) throws SQLException {
    return new LiveProgress(
        row.text("step"),
        row.text("text"),
        row.optionalInteger("percent"),
        row.instant("at_utc_micros"));
  }

  static void delete(Session session, String runId) throws SQLException {
    session.update("DELETE FROM progress WHERE run_id = ?", runId);
  }
}
