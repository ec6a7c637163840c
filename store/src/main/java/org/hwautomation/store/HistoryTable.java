package org.hwautomation.store;

import java.sql.SQLException;
import org.hwautomation.workflow.HistoryRecord;

/**
 * The original's table {@code workflow_history}: one row a run, found again through {@code
 * run_history}. Its times are text in UTC.
 */
final class HistoryTable {
  private HistoryTable() {}

  /** Writes a run's row: at its start, and over it at its end. */
  static void write(Session session, HistoryRecord history) throws SQLException {
    var known =
        session.first(
            "SELECT history_id FROM run_history WHERE run_id = ?",
            row -> row.number("history_id"),
            history.runId());
    if (known.isPresent()) {
      session.update(
          """
          UPDATE workflow_history SET device_type = ?, status = ?, completed_at = ?,
            steps_completed = ?, total_steps = ?, error_message = ?, metadata = ?
          WHERE id = ?
          """,
          history.deviceType(),
          history.status().wireName(),
          history.completedAt().map(Micros::timestamp),
          history.stepsCompleted(),
          history.totalSteps(),
          history.errorMessage(),
          history.metadata(),
          known.get());
      return;
    }
    var added =
        session.number(
            """
        INSERT INTO workflow_history (workflow_id, server_id, device_type, status, started_at,
          completed_at, steps_completed, total_steps, error_message, metadata)
        VALUES (?,?,?,?,?,?,?,?,?,?)
        RETURNING id AS n
        """,
            history.workflowId(),
            history.serverId(),
            history.deviceType(),
            history.status().wireName(),
            Micros.timestamp(history.startedAt()),
            history.completedAt().map(Micros::timestamp),
            history.stepsCompleted(),
            history.totalSteps(),
            history.errorMessage(),
            history.metadata());
    session.update(
        "INSERT INTO run_history (run_id, history_id) VALUES (?,?)", history.runId(), added);
  }
}
