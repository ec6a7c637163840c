package org.hwautomation.store;

import java.sql.SQLException;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Which firmware versions have been seen to run on a kind of board. A version that is new to it
 * goes to one server first. Thread-safe; seen by all processes.
 */
public final class FirmwareTrials {
  private final Database database;
  private final WorkflowTime time;

  FirmwareTrials(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /**
   * A version on a kind of board.
   *
   * @param model vendor and model, as the BMC spells them
   * @param component such as {@code bios}
   */
  public record Pair(String model, String component, String version) {
    @Override
    public String toString() {
      return model + " " + component + " " + version;
    }
  }

  /** What may be done with a version. */
  public sealed interface Turn {
    /** It ran on a server of this kind before. */
    record Proven() implements Turn {}

    /** This server is the first. */
    record First() implements Turn {}

    /** Another server is the first, and is not done. */
    record Wait(String serverId, String runId) implements Turn {}

    /** It went wrong on the first server. */
    record Failed(String serverId, String runId, String message) implements Turn {}
  }

  /** Asks for a turn; who is first has it until {@link #proven} or {@link #failed}. */
  public Turn ask(Pair pair, String serverId, String runId) {
    return database.write(
        session -> {
          session.update(
              """
              INSERT INTO firmware_trial (model, component, version, server_id, run_id, status,
                at_utc_micros)
              VALUES (?,?,?,?,?,'trying',?)
              ON CONFLICT (model, component, version) DO UPDATE SET
                run_id = excluded.run_id, status = 'trying', message = NULL,
                at_utc_micros = excluded.at_utc_micros
              WHERE firmware_trial.server_id = excluded.server_id
                AND firmware_trial.status <> 'proven'
              """,
              pair.model(),
              pair.component(),
              pair.version(),
              serverId,
              runId,
              time.now());
          return session
              .first(
                  "SELECT * FROM firmware_trial WHERE model = ? AND component = ? AND version = ?",
                  row -> turn(row, serverId),
                  pair.model(),
                  pair.component(),
                  pair.version())
              .orElseThrow();
        });
  }

  private static Turn turn(Row row, String serverId) throws SQLException {
    var first = row.text("server_id");
    return switch (row.text("status")) {
      case "proven" -> new Turn.Proven();
      case "trying" ->
          first.equals(serverId) ? new Turn.First() : new Turn.Wait(first, row.text("run_id"));
      default ->
          new Turn.Failed(first, row.text("run_id"), row.optionalText("message").orElse("failed"));
    };
  }

  /** It runs on this server: all of its kind may have it. */
  public void proven(Pair pair, String serverId, String runId) {
    database.change(
        session -> {
          session.update(
              """
              INSERT INTO firmware_trial (model, component, version, server_id, run_id, status,
                at_utc_micros)
              VALUES (?,?,?,?,?,'proven',?)
              ON CONFLICT (model, component, version) DO UPDATE SET
                status = 'proven', message = NULL, at_utc_micros = excluded.at_utc_micros
              """,
              pair.model(),
              pair.component(),
              pair.version(),
              serverId,
              runId,
              time.now());
        });
  }

  /** It went wrong on this server; of no effect if it is proven, or another is the first. */
  public void failed(Pair pair, String serverId, String message) {
    database.change(
        session -> {
          session.update(
              """
              UPDATE firmware_trial SET status = 'failed', message = ?, at_utc_micros = ?
              WHERE model = ? AND component = ? AND version = ? AND server_id = ?
                AND status = 'trying'
              """,
              message,
              time.now(),
              pair.model(),
              pair.component(),
              pair.version(),
              serverId);
        });
  }

  /**
   * Gives the turn to whoever asks next, because a person says so; audited.
   *
   * @return false if there is nothing to forget: the version is proven, or was never tried
   */
  public boolean forget(Pair pair, String actor, String reason) {
    return database.write(
        session -> {
          var forgotten =
              session.update(
                      """
                      DELETE FROM firmware_trial
                      WHERE model = ? AND component = ? AND version = ? AND status <> 'proven'
                      """,
                      pair.model(),
                      pair.component(),
                      pair.version())
                  > 0;
          if (forgotten) {
            Audit.add(
                session, time.now(), actor, "firmware_trial_forgotten", pair.toString(), reason);
          }
          return forgotten;
        });
  }

  /** The server and run that has a turn or had it, for people. */
  public Optional<Turn> find(Pair pair) {
    return database.read(
        session ->
            session.first(
                "SELECT * FROM firmware_trial WHERE model = ? AND component = ? AND version = ?",
                row -> turn(row, ""),
                pair.model(),
                pair.component(),
                pair.version()));
  }
}
