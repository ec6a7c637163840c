package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Who did what to which target and why. Only added to: the database itself refuses changes, and
 * each entry carries a hash over itself and the one before it, so that who gets around that is
 * found by {@link #verify}. Thread-safe.
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

  /**
   * The newest entry, which stands for all before it.
   *
   * @param id 0 if there is none
   * @param hash SHA-256 in 64 hexadecimal digits
   */
  public record Head(long id, String hash) {
    /** What the first entry follows. */
    public static final Head NONE = new Head(0, "0".repeat(64));
  }

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
    AuditChain.add(session, at, actor, action, target, reason);
  }

  /** The newest entries, newest first. */
  public List<AuditRecord> newest(int limit) {
    return database.read(
        session ->
            session.list("SELECT * FROM audit ORDER BY id DESC LIMIT ?", Audit::read, limit));
  }

  /** The entries that are older than one of them, newest first. */
  public List<AuditRecord> before(long id, int limit) {
    return database.read(
        session ->
            session.list(
                "SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
                Audit::read,
                id,
                limit));
  }

  /** The entries about one target, newest first. */
  public List<AuditRecord> of(String target) {
    return database.read(
        session ->
            session.list(
                "SELECT * FROM audit WHERE target = ? ORDER BY id DESC", Audit::read, target));
  }

  /** The newest entry. Who keeps its hash elsewhere can later see that nothing was cut off. */
  public Head head() {
    return database.read(AuditChain::head);
  }

  /**
   * Reads all entries and looks whether each is as it was written.
   *
   * <p>What this can't see: a database in which all entries from some point on were written anew by
   * somebody who knows how, or in which the last ones are gone. A hash that was kept elsewhere
   * shows both.
   *
   * @param remembered the hash of an entry that must be there, in 64 lower-case hexadecimal digits
   */
  public AuditVerdict verify(Optional<String> remembered) {
    return AuditChain.verify(database, remembered);
  }

  static AuditRecord read(Row row) throws SQLException {
    return new AuditRecord(
        row.number("id"),
        row.instant("at_utc_micros"),
        row.text("actor"),
        row.text("action"),
        row.text("target"),
        row.text("reason"));
  }
}
