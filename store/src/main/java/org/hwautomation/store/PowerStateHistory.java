package org.hwautomation.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.hwautomation.workflow.WorkflowTime;

/**
 * When servers were switched on and off, in the original's {@code power_state_history}; the newest
 * state also stands in {@code servers}. Thread-safe.
 */
public final class PowerStateHistory {
  private final Database database;
  private final WorkflowTime time;

  PowerStateHistory(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /**
   * A change.
   *
   * @param changedAt text in UTC, such as {@code 2026-11-24 03:00:00.000000}; as it stands there if
   *     somebody else wrote it
   */
  public record PowerStateRecord(
      long id,
      String serverId,
      Optional<String> oldState,
      String newState,
      Optional<String> changedAt,
      Optional<String> changedBy) {}

  /**
   * Records that a server was seen in a state; nothing if that is its state already.
   *
   * @return true if the state changed
   */
  public boolean record(String serverId, String newState, String changedBy) {
    return database.write(
        session -> {
          var now = Micros.timestamp(time.now());
          ServerInventory.add(session, serverId);
          var known =
              session
                  .first(
                      "SELECT power_state FROM servers WHERE server_id = ?",
                      row -> row.optionalText("power_state"),
                      serverId)
                  .flatMap(state -> state);
          if (known.equals(Optional.of(newState))) {
            return false;
          }
          session.update(
              """
              INSERT INTO power_state_history (server_id, old_state, new_state, changed_at, changed_by)
              VALUES (?,?,?,?,?)
              """,
              serverId,
              known,
              newState,
              now,
              changedBy);
          session.update(
              "UPDATE servers SET power_state = ?, last_power_change = ? WHERE server_id = ?",
              newState,
              now,
              serverId);
          return true;
        });
  }

  /** The changes of a server, newest first. */
  public List<PowerStateRecord> of(String serverId) {
    return list(Optional.of(serverId), OptionalLong.empty(), Integer.MAX_VALUE);
  }

  /**
   * Changes, the newest first.
   *
   * @param serverId only of this server
   * @param before only those with a smaller id, for the next page
   */
  public List<PowerStateRecord> list(Optional<String> serverId, OptionalLong before, int limit) {
    var newest = before.orElse(Long.MAX_VALUE);
    return database.read(
        session ->
            serverId.isPresent()
                ? session.list(
                    "SELECT * FROM power_state_history WHERE id < ? AND server_id = ? ORDER BY id DESC LIMIT ?",
                    PowerStateHistory::read,
                    newest,
                    serverId.get(),
                    limit)
                : session.list(
                    "SELECT * FROM power_state_history WHERE id < ? ORDER BY id DESC LIMIT ?",
                    PowerStateHistory::read,
                    newest,
                    limit));
  }

  /** How many changes there are. */
  public long count(Optional<String> serverId) {
    return database.read(
        session ->
            serverId.isPresent()
                ? session.number(
                    "SELECT count(*) AS n FROM power_state_history WHERE server_id = ?",
                    serverId.get())
                : session.number("SELECT count(*) AS n FROM power_state_history"));
  }

  private static PowerStateRecord read(Row row) throws SQLException {
    return new PowerStateRecord(
        row.number("id"),
        row.optionalText("server_id").orElse(""),
        row.optionalText("old_state"),
        row.optionalText("new_state").orElse(""),
        row.optionalText("changed_at"),
        row.optionalText("changed_by"));
  }
}
