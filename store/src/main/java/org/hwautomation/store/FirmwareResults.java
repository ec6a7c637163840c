package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowTime;

/**
 * What became of each firmware image on each server, kept beyond the runs. Thread-safe; seen by all
 * processes.
 */
public final class FirmwareResults {
  private final Database database;
  private final WorkflowTime time;

  FirmwareResults(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /** How an installation stands. */
  public enum Status {
    /** Begun, and not known to have ended. */
    RUNNING,
    /** The version was read back in another session. */
    SUCCEEDED,
    FAILED;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An image for an item of a server.
   *
   * @param serverId MAAS system id
   * @param model as the BMC spells it
   * @param component such as {@code bios}
   * @param item what tells it from others of its kind
   * @param sha256 of the image, lower-case hex
   */
  public record Installation(
      String serverId,
      String model,
      String component,
      String item,
      String fromVersion,
      String toVersion,
      String sha256,
      String runId) {}

  /**
   * An installation and what became of it.
   *
   * @param message what is to be known of it; empty while all is well
   */
  public record FirmwareResult(
      Installation installation,
      Status status,
      Optional<String> message,
      Instant startedAt,
      Optional<Instant> endedAt) {}

  /** It begins, or goes on after it was interrupted. */
  public void begin(Installation begun) {
    database.change(
        session -> {
          session.update(
              """
              INSERT INTO firmware_result (server_id, model, component, item, from_version,
                to_version, sha256, run_id, status, started_at_utc_micros)
              VALUES (?,?,?,?,?,?,?,?,'running',?)
              ON CONFLICT (run_id, item, sha256) DO UPDATE SET
                status = 'running', message = NULL, ended_at_utc_micros = NULL
              """,
              begun.serverId(),
              begun.model(),
              begun.component(),
              begun.item(),
              begun.fromVersion(),
              begun.toVersion(),
              begun.sha256(),
              begun.runId(),
              time.now());
        });
  }

  /** It ended; nothing happens if it never began. */
  public void end(Installation ended, Status status, Optional<String> message) {
    database.change(
        session -> {
          session.update(
              """
              UPDATE firmware_result SET status = ?, message = ?, ended_at_utc_micros = ?
              WHERE run_id = ? AND item = ? AND sha256 = ?
              """,
              status.wireName(),
              message,
              time.now(),
              ended.runId(),
              ended.item(),
              ended.sha256());
        });
  }

  /** Those of a server, newest first. */
  public List<FirmwareResult> of(String serverId) {
    return database.read(
        session ->
            session.list(
                "SELECT * FROM firmware_result WHERE server_id = ? ORDER BY id DESC",
                FirmwareResults::read,
                serverId));
  }

  private static FirmwareResult read(Row row) throws SQLException {
    return new FirmwareResult(
        new Installation(
            row.text("server_id"),
            row.text("model"),
            row.text("component"),
            row.text("item"),
            row.text("from_version"),
            row.text("to_version"),
            row.text("sha256"),
            row.text("run_id")),
        Status.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
        row.optionalText("message"),
        row.instant("started_at_utc_micros"),
        row.optionalInstant("ended_at_utc_micros"));
  }
}
