package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Certificates that were pinned, by the BMC's identity. Every pin and its removal is audited.
 * Thread-safe; seen by all processes.
 */
public final class TlsPins {
  private final Database database;
  private final WorkflowTime time;

  TlsPins(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /**
   * A pin.
   *
   * @param fingerprint the certificate's SHA-256
   */
  public record TlsPin(
      String bmc, String fingerprint, String pinnedBy, String reason, Instant at) {}

  /** Pins a certificate, in place of an earlier one. */
  public void pin(String bmc, String fingerprint, String actor, String reason) {
    database.change(
        session -> {
          var now = time.now();
          session.update(
              """
              INSERT INTO tls_pin (bmc, fingerprint, pinned_by, reason, at_utc_micros)
              VALUES (?,?,?,?,?)
              ON CONFLICT (bmc) DO UPDATE SET fingerprint = excluded.fingerprint,
                pinned_by = excluded.pinned_by, reason = excluded.reason,
                at_utc_micros = excluded.at_utc_micros
              """,
              bmc,
              fingerprint,
              actor,
              reason,
              now);
          Audit.add(session, now, actor, "tls_pinned", bmc, reason + " (" + fingerprint + ")");
        });
  }

  public Optional<TlsPin> find(String bmc) {
    return database.read(
        session -> session.first("SELECT * FROM tls_pin WHERE bmc = ?", TlsPins::read, bmc));
  }

  /**
   * Removes a pin.
   *
   * @return false if there was none
   */
  public boolean remove(String bmc, String actor, String reason) {
    return database.write(
        session -> {
          var removed = session.update("DELETE FROM tls_pin WHERE bmc = ?", bmc) > 0;
          if (removed) {
            Audit.add(session, time.now(), actor, "tls_pin_removed", bmc, reason);
          }
          return removed;
        });
  }

  private static TlsPin read(Row row) throws SQLException {
    return new TlsPin(
        row.text("bmc"),
        row.text("fingerprint"),
        row.text("pinned_by"),
        row.text("reason"),
        row.instant("at_utc_micros"));
  }
}
