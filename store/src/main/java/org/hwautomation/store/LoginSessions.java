package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hwautomation.store.ApiTokens.ApiToken;
import org.hwautomation.store.UserAccounts.UserAccount;
import org.hwautomation.workflow.WorkflowTime;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in. A session is found by a hash of its id, and ends when it was not used for a
 * while, after some hours, at logout, and with its account or token. Logins and logouts are
 * audited. Thread-safe; seen by all processes.
 */
public final class LoginSessions {
  private final Database database;
  private final WorkflowTime time;

  LoginSessions(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /**
   * How long sessions live.
   *
   * @param idle without use
   * @param longest in any case
   * @param step how exactly the last use is known: it is written at most so often
   */
  public record Lifetime(Duration idle, Duration longest, Duration step) {}

  /**
   * A session that is good.
   *
   * @param name of the account or token that opened it
   * @param byToken true if a token did
   * @param role of the account or token now
   */
  public record LoginSession(
      String name, boolean byToken, String role, Instant startedAt, Instant seenAt) {}

  /**
   * Opens a session of an account whose password was compared with {@code passwordHash}.
   *
   * @param newPasswordHash replaces it, if it is of an older make
   * @param from the client's address, for the audit
   * @return empty if the account is gone, may not log in, or has another password by now
   */
  public Optional<UserAccount> openForAccount(
      String sessionHash,
      String name,
      String passwordHash,
      Optional<String> newPasswordHash,
      String from,
      Lifetime lifetime) {
    return database.write(
        session -> {
          var now = time.now();
          var let =
              session.update(
                  """
                  UPDATE account SET last_login_at_utc_micros = ?, password_hash = ?
                  WHERE name = ? AND password_hash = ? AND enabled = 1
                  """,
                  now,
                  newPasswordHash.orElse(passwordHash),
                  name,
                  passwordHash);
          if (let == 0) {
            return Optional.<UserAccount>empty();
          }
          insert(session, now, sessionHash, name, null, lifetime);
          var actor = UserAccount.target(name);
          Audit.add(session, now, actor, "login", actor, "from " + from);
          return UserAccounts.find(session, name);
        });
  }

  /**
   * Opens a session of a token.
   *
   * @return empty if it was revoked or is expired
   */
  public Optional<ApiToken> openForToken(
      String sessionHash, String tokenName, String from, Lifetime lifetime) {
    return database.write(
        session -> {
          var now = time.now();
          var token = ApiTokens.named(session, tokenName).filter(found -> found.isValid(now));
          if (token.isPresent()) {
            insert(session, now, sessionHash, null, tokenName, lifetime);
            var actor = ApiToken.target(tokenName);
            Audit.add(session, now, actor, "login", actor, "from " + from);
          }
          return token;
        });
  }

  private static void insert(
      Session session,
      Instant now,
      String sessionHash,
      @Nullable String account,
      @Nullable String token,
      Lifetime lifetime)
      throws SQLException {
    session.update(
        "DELETE FROM login_session WHERE started_at_utc_micros <= ? OR seen_at_utc_micros <= ?",
        now.minus(lifetime.longest()),
        now.minus(lifetime.idle()));
    session.update(
        """
        INSERT INTO login_session
          (session_hash, account, token, started_at_utc_micros, seen_at_utc_micros)
        VALUES (?,?,?,?,?)
        """,
        sessionHash,
        account,
        token,
        now,
        now);
  }

  /** The session with a hash, used now; empty if it has ended. */
  public Optional<LoginSession> use(String sessionHash, Lifetime lifetime) {
    var now = time.now();
    var found =
        database.read(
            session ->
                session.first(
                    """
                        SELECT s.*, a.role AS account_role, t.role AS token_role
                        FROM login_session s
                        LEFT JOIN account a ON a.name = s.account AND a.enabled = 1
                        LEFT JOIN api_token t ON t.name = s.token
                          AND (t.expires_at_utc_micros IS NULL OR t.expires_at_utc_micros > ?)
                        WHERE s.session_hash = ?
                          AND s.started_at_utc_micros > ? AND s.seen_at_utc_micros > ?
                          AND (a.name IS NOT NULL OR t.name IS NOT NULL)
                        """,
                    LoginSessions::read,
                    now,
                    sessionHash,
                    now.minus(lifetime.longest()),
                    now.minus(lifetime.idle())));
    if (found.isPresent() && !now.isBefore(found.get().seenAt().plus(lifetime.step()))) {
      database.changeLater(
          session -> {
            session.update(
                """
                UPDATE login_session SET seen_at_utc_micros = ?
                WHERE session_hash = ? AND seen_at_utc_micros < ?
                """,
                now,
                sessionHash,
                now);
          });
    }
    return found;
  }

  /**
   * Ends a session.
   *
   * @return false if there is none
   */
  public boolean close(String sessionHash) {
    return database.write(
        session -> {
          var actor =
              session.first(
                  "SELECT account, token FROM login_session WHERE session_hash = ?",
                  LoginSessions::actor,
                  sessionHash);
          if (actor.isEmpty()) {
            return false;
          }
          session.update("DELETE FROM login_session WHERE session_hash = ?", sessionHash);
          Audit.add(session, time.now(), actor.get(), "logout", actor.get(), "");
          return true;
        });
  }

  private static String actor(Row row) throws SQLException {
    var account = row.optionalText("account");
    return account.isPresent()
        ? UserAccount.target(account.get())
        : ApiToken.target(row.text("token"));
  }

  private static LoginSession read(Row row) throws SQLException {
    var account = row.optionalText("account");
    return new LoginSession(
        account.isPresent() ? account.get() : row.text("token"),
        account.isEmpty(),
        account.isPresent() ? row.text("account_role") : row.text("token_role"),
        row.instant("started_at_utc_micros"),
        row.instant("seen_at_utc_micros"));
  }
}
