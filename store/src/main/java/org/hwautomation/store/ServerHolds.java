package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Servers that are held: not to be handed over until a run has proven them, or a person overrules
 * it. Holding and letting go are audited. Thread-safe; seen by all processes.
 */
public final class ServerHolds {
  private final Database database;
  private final WorkflowTime time;

  ServerHolds(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /**
   * A held server.
   *
   * @param heldBy a person, or {@code run ID}
   */
  public record ServerHold(String serverId, String reason, String heldBy, Instant since) {}

  /** Holds a server; of one that is held, the reason becomes this one. */
  public void hold(String serverId, String reason, String actor) {
    database.change(
        session -> {
          var now = time.now();
          session.update(
              """
              INSERT INTO server_hold (server_id, reason, held_by, since_utc_micros)
              VALUES (?,?,?,?)
              ON CONFLICT (server_id) DO UPDATE SET
                reason = excluded.reason, held_by = excluded.held_by
              """,
              serverId,
              reason,
              actor,
              now);
          Audit.add(session, now, actor, "server_held", serverId, reason);
        });
  }

  public Optional<ServerHold> find(String serverId) {
    return database.read(
        session ->
            session.first(
                "SELECT * FROM server_hold WHERE server_id = ?", ServerHolds::read, serverId));
  }

  /** All of them, the oldest first. */
  public List<ServerHold> list() {
    return database.read(
        session ->
            session.list(
                "SELECT * FROM server_hold ORDER BY since_utc_micros, server_id",
                ServerHolds::read));
  }

  /**
   * Lets a server go.
   *
   * @return false if it was not held
   */
  public boolean release(String serverId, String actor, String reason) {
    return database.write(
        session -> {
          var released =
              session.update("DELETE FROM server_hold WHERE server_id = ?", serverId) > 0;
          if (released) {
            Audit.add(session, time.now(), actor, "server_released", serverId, reason);
          }
          return released;
        });
  }

  private static ServerHold read(Row row) throws SQLException {
    return new ServerHold(
        row.text("server_id"),
        row.text("reason"),
        row.text("held_by"),
        row.instant("since_utc_micros"));
  }
}
