package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Logins that a BMC refused. Callers ask before each login, whichever the protocol, and do not try
 * a quarantined one: BMCs lock accounts. Another user name or password is another credential and is
 * not held back; a person can clear a BMC.
 *
 * <p>The credential is kept as a hash under the key of secrets: it can be compared, not guessed
 * from the file. Thread-safe; seen by all processes.
 */
public final class Quarantine {
  private final Database database;
  private final WorkflowTime time;
  private final SecretTable secrets;

  Quarantine(Database database, WorkflowTime time, SecretTable secrets) {
    this.database = database;
    this.time = time;
    this.secrets = secrets;
  }

  /**
   * A refused login.
   *
   * @param bmc the BMC's identity, or its address while that is all that is known
   * @param protocol such as {@code redfish}
   * @param said what the BMC answered
   */
  public record QuarantineRecord(
      String bmc, String protocol, String username, String said, Instant at) {}

  /** Holds a credential back from a BMC that refused it; the first refusal stays on record. */
  public void add(String bmc, String username, String password, String protocol, String said) {
    database.change(
        session -> {
          session.update(
              """
              INSERT INTO quarantine (bmc, credential_hash, protocol, username, said, at_utc_micros)
              VALUES (?,?,?,?,?,?) ON CONFLICT (bmc, credential_hash) DO NOTHING
              """,
              bmc,
              secrets.cipherOrNew(session).hash(bmc, username, password),
              protocol,
              username,
              said.replace(password.isEmpty() ? "\0" : password, "***"),
              time.now());
        });
  }

  /** Why a login must not be tried, or empty if it may. */
  public Optional<QuarantineRecord> find(String bmc, String username, String password) {
    var cipher = secrets.cipher();
    if (cipher.isEmpty()) {
      return Optional.empty(); // without a key nothing was ever quarantined
    }
    var hash = cipher.get().hash(bmc, username, password);
    return database.read(
        session ->
            session.first(
                "SELECT * FROM quarantine WHERE bmc = ? AND credential_hash = ?",
                Quarantine::read,
                bmc,
                hash));
  }

  /** All that is held back, oldest first. */
  public List<QuarantineRecord> list() {
    return database.read(
        session ->
            session.list("SELECT * FROM quarantine ORDER BY at_utc_micros, bmc", Quarantine::read));
  }

  /**
   * Lets a BMC's credentials be tried again, because a person says so; audited.
   *
   * @return how many were held back
   */
  public int clear(String bmc, String actor, String reason) {
    return database.write(
        session -> {
          var cleared = session.update("DELETE FROM quarantine WHERE bmc = ?", bmc);
          if (cleared > 0) {
            Audit.add(session, time.now(), actor, "quarantine_cleared", bmc, reason);
          }
          return cleared;
        });
  }

  private static QuarantineRecord read(Row row) throws SQLException {
    return new QuarantineRecord(
        row.text("bmc"),
        row.text("protocol"),
        row.text("username"),
        row.text("said"),
        row.instant("at_utc_micros"));
  }
}
