package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Who did what to which target and why. Only added to: the database itself refuses changes.
 * Thread-safe.
 */
public final class Audit {
  private final Database database;
  private final WorkflowTime time;

  Audit(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /**
   * An entry.
   *
   * @param actor such as {@code cli:alice}
   * @param action such as {@code quarantine_cleared}
   * @param target the server, BMC or run it was done to
   */
  public record AuditRecord(
      long id, Instant at, String actor, String action, String target, String reason) {}

  /** Adds an entry; durable when it returns. */
  public void add(String actor, String action, String target, String reason) {
    database.change(
        session -> {
          add(session, time.now(), actor, action, target, reason);
        });
  }

  /** Adds an entry to the transaction that does what it tells of. */
  static void add(
      Session session, Instant at, String actor, String action, String target, String reason)
      throws SQLException {
    session.update(
        "INSERT INTO audit (at_utc_micros, actor, action, target, reason) VALUES (?,?,?,?,?)",
        at,
        actor,
        action,
        target,
        reason);
  }

  /** The newest entries, newest first. */
  public List<AuditRecord> newest(int limit) {
    return database.read(
        session ->
            session.list("SELECT * FROM audit ORDER BY id DESC LIMIT ?", Audit::read, limit));
  }

  /** The entries about one target, newest first. */
  public List<AuditRecord> of(String target) {
    return database.read(
        session ->
            session.list(
                "SELECT * FROM audit WHERE target = ? ORDER BY id DESC", Audit::read, target));
  }

  private static AuditRecord read(Row row) throws SQLException {
    return new AuditRecord(
        row.number("id"),
        row.instant("at_utc_micros"),
        row.text("actor"),
        row.text("action"),
        row.text("target"),
        row.text("reason"));
  }
}
