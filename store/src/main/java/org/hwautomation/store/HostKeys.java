package org.hwautomation.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.hwautomation.workflow.WorkflowTime;

/**
 * SSH host keys by scope: a machine and a boot that we caused. The first key of a scope is learned;
 * another of the same type in the same scope is a change. Thread-safe; seen by all processes.
 */
public final class HostKeys {
  private final Database database;
  private final WorkflowTime time;

  HostKeys(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /**
   * A key that was learned.
   *
   * @param keyType such as {@code ssh-ed25519}
   * @param fingerprint as ssh-keygen prints it: {@code SHA256:} and base64 without padding
   */
  public record HostKeyRecord(
      String scope, String keyType, String fingerprint, Instant firstSeen) {}

  /** How a key compares with what the scope knows. */
  public enum Verdict {
    /** The scope had no key at all; it has this one now. */
    LEARNED,
    /** The scope's own key. */
    KNOWN,
    /** The scope has another key: the login must not go on. */
    CHANGED
  }

  /**
   * Compares a host's key with its scope's, and learns it if the scope has none. Of two that are
   * first at once, one is learned.
   *
   * @param key the public key in SSH wire format (RFC 4253 §6.6)
   */
  public Verdict check(String scope, String keyType, byte[] key) {
    var presented = key.clone();
    return database.write(
        session -> {
          var known =
              session.list(
                  "SELECT key_type, key FROM host_key WHERE scope = ?",
                  row ->
                      row.text("key_type").equals(keyType)
                          && Arrays.equals(row.bytes("key"), presented),
                  scope);
          if (!known.isEmpty()) {
            return known.contains(true) ? Verdict.KNOWN : Verdict.CHANGED;
          }
          session.update(
              """
              INSERT INTO host_key (scope, key_type, fingerprint, key, first_seen_utc_micros)
              VALUES (?,?,?,?,?)
              """,
              scope,
              keyType,
              fingerprint(presented),
              presented,
              time.now());
          return Verdict.LEARNED;
        });
  }

  /** The keys of a scope. */
  public List<HostKeyRecord> of(String scope) {
    return database.read(
        session ->
            session.list(
                "SELECT * FROM host_key WHERE scope = ? ORDER BY key_type", HostKeys::read, scope));
  }

  /**
   * Forgets a scope, because a person says that the change is right; audited.
   *
   * @return how many keys it had
   */
  public int forget(String scope, String actor, String reason) {
    return database.write(
        session -> {
          var forgotten = session.update("DELETE FROM host_key WHERE scope = ?", scope);
          if (forgotten > 0) {
            Audit.add(session, time.now(), actor, "host_key_forgotten", scope, reason);
          }
          return forgotten;
        });
  }

  /** A key's fingerprint as ssh-keygen prints it. */
  public static String fingerprint(byte[] key) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(key);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static HostKeyRecord read(Row row) throws SQLException {
    return new HostKeyRecord(
        row.text("scope"),
        row.text("key_type"),
        row.text("fingerprint"),
        row.instant("first_seen_utc_micros"));
  }
}
