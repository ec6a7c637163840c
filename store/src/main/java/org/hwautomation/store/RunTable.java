package org.hwautomation.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunIdentity;
import org.hwautomation.workflow.RunNotFoundException;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowStatus;
import org.jspecify.annotations.Nullable;

/** The table {@code run}: one row a run. */
final class RunTable {
  private static final String INSERT =
      """
      INSERT INTO run (run_id, workflow_id, definition, status, phase, owner, epoch, last_seq,
        current_step, steps_completed, total_steps, message, server_id, device_type, site, batch_id,
        parent_run_id, root_run_id, resumed_from, started_by, created_at_utc_micros,
        updated_at_utc_micros, ended_at_utc_micros)
      VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
      """;

  /** Names no indexed column, so that a step writes one row and no index. */
  private static final String UPDATE =
      """
      UPDATE run SET phase = ?, owner = ?, last_seq = ?, current_step = ?, steps_completed = ?,
        total_steps = ?, message = ?, updated_at_utc_micros = ?,
        ended_at_utc_micros = ?
      WHERE run_id = ?
      """;

  private static final String UPDATE_IF = UPDATE + " AND epoch = ? AND last_seq = ? AND status = ?";

  private RunTable() {}

  static void insert(Session session, RunRecord run) throws SQLException {
    var identity = run.identity();
    session.update(
        INSERT,
        identity.runId(),
        identity.workflowId(),
        identity.definition(),
        run.status().wireName(),
        run.phase().wireName(),
        run.owner(),
        run.epoch(),
        run.lastSeq(),
        run.currentStep(),
        run.stepsCompleted(),
        run.totalSteps(),
        run.message(),
        identity.serverId(),
        identity.deviceType(),
        identity.site(),
        identity.batchId(),
        identity.parentRunId(),
        identity.rootRunId(),
        identity.resumedFrom(),
        identity.startedBy(),
        identity.createdAt(),
        run.updatedAt(),
        run.endedAt());
  }

  /** Writes what changes in the life of a run; who it is about and who started it does not. */
  static void update(Session session, RunRecord run, WorkflowStatus before) throws SQLException {
    session.update(
        UPDATE,
        run.phase().wireName(),
        run.owner(),
        run.lastSeq(),
        run.currentStep(),
        run.stepsCompleted(),
        run.totalSteps(),
        run.message(),
        run.updatedAt(),
        run.endedAt(),
        run.runId());
    if (run.status() != before) {
      session.update(
          "UPDATE run SET status = ? WHERE run_id = ?", run.status().wireName(), run.runId());
    }
  }

  /**
   * As {@link #update}, if the run is of that epoch, has that last entry, and does not change its
   * status.
   *
   * @return false if it is not so; nothing was written then
   */
  static boolean updateIf(Session session, RunRecord run, long epoch, long lastSeq)
      throws SQLException {
    return session.update(
            UPDATE_IF,
            run.phase().wireName(),
            run.owner(),
            run.lastSeq(),
            run.currentStep(),
            run.stepsCompleted(),
            run.totalSteps(),
            run.message(),
            run.updatedAt(),
            run.endedAt(),
            run.runId(),
            epoch,
            lastSeq,
            run.status().wireName())
        == 1;
  }

  static Optional<RunRecord> find(Session session, String runId) throws SQLException {
    return session.first("SELECT * FROM run WHERE run_id = ?", RunTable::read, runId);
  }

  static Optional<RunRecord> findAndLock(Session session, String runId) throws SQLException {
    return session.first(
        "SELECT * FROM run WHERE run_id = ?" + session.rowLock(), RunTable::read, runId);
  }

  /** Who executes a run; nobody else takes it over now. */
  static Optional<String> ownerLocked(Session session, String runId) throws SQLException {
    return session
        .first(
            "SELECT owner FROM run WHERE run_id = ?" + session.rowLock(),
            row -> row.optionalText("owner"),
            runId)
        .orElseThrow(() -> new RunNotFoundException(runId));
  }

  /** Who has a live run. */
  record Ownership(String runId, Optional<String> owner, long epoch) {}

  /** Those of at most {@link Batches#SIZE} runs that are live; nobody else changes them now. */
  static List<Ownership> liveAndLocked(Session session, List<String> runIds) throws SQLException {
    return session.list(
        """
        SELECT run_id, owner, epoch FROM run
        WHERE run_id IN (%s) AND status IN ('pending', 'running') ORDER BY run_id
        """
                .formatted(Batches.marks(runIds))
            + session.rowLock(),
        row -> new Ownership(row.text("run_id"), row.optionalText("owner"), row.number("epoch")),
        runIds.toArray());
  }

  /** Gives at most {@link Batches#SIZE} runs to an owner, each under its next epoch. */
  static void giveTo(Session session, String owner, List<String> runIds) throws SQLException {
    if (!runIds.isEmpty()) {
      session.update(
          "UPDATE run SET owner = ?, epoch = epoch + 1 WHERE run_id IN (%s)"
              .formatted(Batches.marks(runIds)),
          Stream.concat(Stream.of(owner), runIds.stream()).toArray());
    }
  }

  static Optional<RunRecord> latest(Session session, String workflowId) throws SQLException {
    return session.first(
        "SELECT * FROM run WHERE workflow_id = ? ORDER BY run_id DESC LIMIT 1",
        RunTable::read,
        workflowId);
  }

  static Optional<String> live(Session session, String workflowId) throws SQLException {
    return session.first(
        "SELECT run_id FROM run WHERE workflow_id = ? AND status IN ('pending', 'running')",
        row -> row.text("run_id"),
        workflowId);
  }

  static List<RunRecord> list(Session session, RunQuery query) throws SQLException {
    var sql = new StringBuilder("SELECT * FROM run WHERE true");
    var values = new ArrayList<@Nullable Object>();
    if (!query.statuses().isEmpty()) {
      var names = query.statuses().stream().sorted().map(s -> "'" + s.wireName() + "'").toList();
      sql.append(" AND status IN (").append(String.join(", ", names)).append(')');
    }
    if (!query.phases().isEmpty()) {
      var names = query.phases().stream().sorted().map(p -> "'" + p.wireName() + "'").toList();
      sql.append(" AND phase IN (").append(String.join(", ", names)).append(')');
    }
    query.serverId().ifPresent(value -> filter(sql, values, "server_id", value));
    query.workflowId().ifPresent(value -> filter(sql, values, "workflow_id", value));
    query.batchId().ifPresent(value -> filter(sql, values, "batch_id", value));
    sql.append(" ORDER BY run_id DESC LIMIT ?");
    values.add(query.limit());
    return session.list(sql.toString(), RunTable::read, values.toArray());
  }

  /** Those of at most {@link Batches#SIZE} runs that there are. */
  static List<RunRecord> of(Session session, List<String> runIds) throws SQLException {
    return session.list(
        "SELECT * FROM run WHERE run_id IN (%s)".formatted(Batches.marks(runIds)),
        RunTable::read,
        runIds.toArray());
  }

  static List<RunRecord> search(Session session, RunSearch search) throws SQLException {
    var values = new ArrayList<@Nullable Object>();
    var sql = new StringBuilder("SELECT run.* FROM run" + conditions(search, values));
    search.before().ifPresent(id -> compare(sql, values, "run.run_id <", id));
    sql.append(" ORDER BY run.run_id DESC LIMIT ?");
    values.add(search.limit());
    return session.list(sql.toString(), RunTable::read, values.toArray());
  }

  /** How many a search finds, whatever its page and limit. */
  static long count(Session session, RunSearch search) throws SQLException {
    var values = new ArrayList<@Nullable Object>();
    return session.number(
        "SELECT count(*) AS n FROM run" + conditions(search, values), values.toArray());
  }

  private static String conditions(RunSearch search, List<@Nullable Object> values) {
    var sql = new StringBuilder();
    if (search.text().isPresent()) {
      sql.append(" LEFT JOIN server_identity ON server_identity.server_id = run.server_id");
    }
    sql.append(" WHERE true");
    if (!search.statuses().isEmpty()) {
      var names = search.statuses().stream().sorted().map(s -> "'" + s.wireName() + "'").toList();
      sql.append(" AND run.status IN (").append(String.join(", ", names)).append(')');
    }
    if (!search.phases().isEmpty()) {
      var names = search.phases().stream().sorted().map(p -> "'" + p.wireName() + "'").toList();
      sql.append(" AND run.phase IN (").append(String.join(", ", names)).append(')');
    }
    search.serverId().ifPresent(value -> compare(sql, values, "run.server_id =", value));
    search.definition().ifPresent(value -> compare(sql, values, "run.definition =", value));
    search.batchId().ifPresent(value -> compare(sql, values, "run.batch_id =", value));
    for (var word : search.text().orElse("").toLowerCase(Locale.ROOT).strip().split("\\s+")) {
      if (!word.isEmpty()) {
        compare(
            sql,
            values,
            """
            lower(run.run_id || ' ' || run.workflow_id || ' ' || run.definition || ' ' ||
              run.started_by || ' ' || coalesce(run.message, '') || ' ' ||
              coalesce(run.server_id, '') || ' ' || coalesce(server_identity.hostname, ''))
              LIKE""",
            "%" + word.replaceAll("[\\\\%_]", "\\\\$0") + "%");
        sql.append(" ESCAPE '\\'");
      }
    }
    return sql.toString();
  }

  private static void compare(
      StringBuilder sql, List<@Nullable Object> values, String left, Object value) {
    sql.append(" AND ").append(left).append(" ?");
    values.add(value);
  }

  private static void filter(
      StringBuilder sql, List<@Nullable Object> values, String column, String value) {
    sql.append(" AND ").append(column).append(" = ?");
    values.add(value);
  }

  private static RunRecord read(Row row) throws SQLException {
    return new RunRecord(
        readIdentity(row),
        WorkflowStatus.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
        Phase.valueOf(row.text("phase").toUpperCase(Locale.ROOT)),
        row.optionalText("owner"),
        row.number("epoch"),
        row.number("last_seq"),
        row.optionalText("current_step"),
        row.integer("steps_completed"),
        row.integer("total_steps"),
        row.optionalText("message"),
        row.instant("updated_at_utc_micros"),
        row.optionalInstant("ended_at_utc_micros"));
  }

  private static RunIdentity readIdentity(Row row) throws SQLException {
    return new RunIdentity(
        row.text("run_id"),
        row.text("workflow_id"),
        row.text("definition"),
        row.optionalText("server_id"),
        row.optionalText("device_type"),
        row.text("site"),
        row.optionalText("batch_id"),
        row.optionalText("parent_run_id"),
        row.text("root_run_id"),
        row.optionalText("resumed_from"),
        row.text("started_by"),
        row.instant("created_at_utc_micros"));
  }
}
