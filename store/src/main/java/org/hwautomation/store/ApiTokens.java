package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Tokens of programs: a name, a role, when it ends, and a hash of the token. Making and revoking
 * one is audited. Thread-safe; seen by all processes.
 */
public final class ApiTokens {
  /** How exactly the last use is known. */
  public static final Duration USE_IS_WRITTEN_EVERY = Duration.ofMinutes(1);

  private final Database database;
  private final WorkflowTime time;

  ApiTokens(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /**
   * A token, without what it is proven by.
   *
   * @param role {@code viewer}, {@code operator} or {@code admin}
   * @param expiresAt empty if it does not end by itself
   * @param lastUsedAt at most {@link #USE_IS_WRITTEN_EVERY} older than it was
   */
  public record ApiToken(
      String name,
      String role,
      String createdBy,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> lastUsedAt) {

    /** Whether it is still good. */
    public boolean isValid(Instant now) {
      return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
    }

    static String target(String name) {
      return "token:" + name;
    }
  }

  /**
   * Adds a token.
   *
   * @param tokenHash what it is found by
   * @return false if there is one of that name, expired or not; nothing is changed then
   */
  public boolean add(
      String name,
      String role,
      String tokenHash,
      Optional<Instant> expiresAt,
      String actor,
      String reason) {
    return database.write(session -> add(session, name, role, tokenHash, expiresAt, actor, reason));
  }

  /** As {@link #add}, only if there is no account and no token at all. */
  public boolean addFirst(
      String name,
      String role,
      String tokenHash,
      Optional<Instant> expiresAt,
      String actor,
      String reason) {
    return database.write(
        session ->
            session.number(
                        "SELECT (SELECT count(*) FROM account) + (SELECT count(*) FROM api_token) AS n")
                    == 0
                && add(session, name, role, tokenHash, expiresAt, actor, reason));
  }

  private boolean add(
      Session session,
      String name,
      String role,
      String tokenHash,
      Optional<Instant> expiresAt,
      String actor,
      String reason)
      throws SQLException {
    var now = time.now();
    var added =
        session.update(
                """
                INSERT INTO api_token (name, role, token_hash, created_by,
                  created_at_utc_micros, expires_at_utc_micros)
                VALUES (?,?,?,?,?,?) ON CONFLICT (name) DO NOTHING
                """,
                name,
                role,
                tokenHash,
                actor,
                now,
                expiresAt)
            > 0;
    if (added) {
      var what = role + expiresAt.map(until -> ", until " + until).orElse(", never expires");
      audit(session, now, actor, "token_created", name, what, reason);
    }
    return added;
  }

  /** The token with a hash, expired or not. */
  public Optional<ApiToken> find(String tokenHash) {
    return database.read(
        session ->
            session.first(
                "SELECT * FROM api_token WHERE token_hash = ?", ApiTokens::read, tokenHash));
  }

  /** All of them, by name, the expired ones too. */
  public List<ApiToken> list() {
    return database.read(
        session -> session.list("SELECT * FROM api_token ORDER BY name", ApiTokens::read));
  }

  /** Notes that a token was used; nobody waits for it, and a power failure may undo it. */
  public void used(ApiToken token) {
    var now = time.now();
    if (token.lastUsedAt().isPresent()
        && now.isBefore(token.lastUsedAt().get().plus(USE_IS_WRITTEN_EVERY))) {
      return;
    }
    database.changeLater(
        session -> {
          session.update(
              """
              UPDATE api_token SET last_used_at_utc_micros = ?
              WHERE name = ? AND (last_used_at_utc_micros IS NULL OR last_used_at_utc_micros < ?)
              """,
              now,
              token.name(),
              now);
        });
  }

  /**
   * Removes a token and ends the sessions that it opened.
   *
   * @return false if there is no such token
   * @throws LastAdminException if that would leave no admin
   */
  public boolean revoke(String name, String actor, String reason) {
    return database.write(
        session -> {
          var now = time.now();
          Admins.requireBesideToken(session, name, now);
          if (session.update("DELETE FROM api_token WHERE name = ?", name) == 0) {
            return false;
          }
          session.update("DELETE FROM login_session WHERE token = ?", name);
          audit(session, now, actor, "token_revoked", name, "", reason);
          return true;
        });
  }

  private static void audit(
      Session session,
      Instant now,
      String actor,
      String action,
      String name,
      String what,
      String reason)
      throws SQLException {
    var text = what.isEmpty() || reason.isEmpty() ? what + reason : what + ": " + reason;
    Audit.add(session, now, actor, action, ApiToken.target(name), text);
  }

  static Optional<ApiToken> named(Session session, String name) throws SQLException {
    return session.first("SELECT * FROM api_token WHERE name = ?", ApiTokens::read, name);
  }

  private static ApiToken read(Row row) throws SQLException {
    return new ApiToken(
        row.text("name"),
        row.text("role"),
        row.text("created_by"),
        row.instant("created_at_utc_micros"),
        row.optionalInstant("expires_at_utc_micros"),
        row.optionalInstant("last_used_at_utc_micros"));
  }
}
