package org.hwautomation.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the original did: rows of {@code workflow_history} that no run of ours wrote. Only reads.
 * Thread-safe.
 */
public final class OriginalHistory {
  /** Says of a row {@code h} that the original did not end it. */
  static final String LEFT_RUNNING = "lower(trim(h.status)) IN ('running', 'pending')";

  /** Says of a row {@code h} that no run of ours wrote it. */
  static final String WITHOUT_RUN =
      "NOT EXISTS (SELECT 1 FROM run_history WHERE run_history.history_id = h.id)";

  private static final String ROWS =
      """
      SELECT h.id, h.workflow_id, h.server_id, h.device_type, h.status, h.started_at,
        h.completed_at, h.steps_completed, h.total_steps, h.error_message,
        octet_length(h.metadata) AS metadata_bytes
      FROM workflow_history h WHERE\s"""
          + WITHOUT_RUN;

  private final Database database;

  OriginalHistory(Database database) {
    this.database = database;
  }

  /**
   * A row. Texts are as the original wrote them, empty where a column that must hold one holds
   * none; its times have no zone, and are those of its machine unless the database wrote them.
   *
   * @param status any word
   * @param metadataBytes how long its metadata is; 0 if it has none
   */
  public record OriginalRun(
      long id,
      String workflowId,
      String serverId,
      Optional<String> deviceType,
      String status,
      Optional<String> startedAt,
      Optional<String> completedAt,
      long stepsCompleted,
      long totalSteps,
      Optional<String> error,
      long metadataBytes) {

    /** True if the original never ended it: whoever executed it is gone. */
    public boolean interrupted() {
      var word = status.strip().toLowerCase(Locale.ROOT);
      return word.equals("running") || word.equals("pending");
    }
  }

  /**
   * Rows, the newest first.
   *
   * @param serverId only of this server
   * @param before only rows with a smaller id, for the next page
   */
  public List<OriginalRun> list(Optional<String> serverId, OptionalLong before, int limit) {
    var values = new ArrayList<@Nullable Object>();
    var sql = ROWS + of(serverId, values);
    if (before.isPresent()) {
      sql += " AND h.id < ?";
      values.add(before.getAsLong());
    }
    values.add(limit);
    var query = sql + " ORDER BY h.id DESC LIMIT ?";
    return database.read(session -> session.list(query, OriginalHistory::read, values.toArray()));
  }

  /** How many rows there are. */
  public long count(Optional<String> serverId) {
    var values = new ArrayList<@Nullable Object>();
    var query =
        "SELECT count(*) AS n FROM workflow_history h WHERE " + WITHOUT_RUN + of(serverId, values);
    return database.read(session -> session.number(query, values.toArray()));
  }

  private static String of(Optional<String> serverId, List<@Nullable Object> values) {
    serverId.ifPresent(values::add);
    return serverId.isPresent() ? " AND h.server_id = ?" : "";
  }

  /** The id of the newest row of that workflow. */
  public Optional<Long> newest(String workflowId) {
    var query =
        "SELECT coalesce(max(h.id), 0) AS n FROM workflow_history h WHERE h.workflow_id = ? AND "
            + WITHOUT_RUN;
    var id = database.read(session -> session.number(query, workflowId));
    return id == 0 ? Optional.empty() : Optional.of(id);
  }

  /** One row; empty if there is none, or a run of ours wrote it. */
  public Optional<OriginalRun> find(long id) {
    return database.read(
        session -> session.first(ROWS + " AND h.id = ?", OriginalHistory::read, id));
  }

  /**
   * What a row has in {@code metadata}: JSON, if the original wrote it. May hold passwords in
   * clear.
   *
   * @param most empty too if it is longer, in bytes
   */
  public Optional<String> metadata(long id, int most) {
    return database.read(
        session ->
            session
                .first(
                    "SELECT metadata FROM workflow_history WHERE id = ? AND octet_length(metadata) <= ?",
                    row -> row.optionalText("metadata"),
                    id,
                    most)
                .flatMap(text -> text));
  }

  private static OriginalRun read(Row row) throws SQLException {
    return new OriginalRun(
        row.number("id"),
        row.optionalText("workflow_id").orElse(""),
        row.optionalText("server_id").orElse(""),
        row.optionalText("device_type"),
        row.optionalText("status").orElse(""),
        row.optionalText("started_at"),
        row.optionalText("completed_at"),
        row.number("steps_completed"),
        row.number("total_steps"),
        row.optionalText("error_message"),
        row.number("metadata_bytes"));
  }
}
