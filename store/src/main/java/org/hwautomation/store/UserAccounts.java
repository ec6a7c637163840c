package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Accounts of people: name, role, and a hash of the password. Every change is audited in the
 * transaction that makes it; one of password, role or leave to log in ends the account's sessions.
 * Thread-safe; seen by all processes.
 */
public final class UserAccounts {
  private final Database database;
  private final WorkflowTime time;

  UserAccounts(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /**
   * An account, without its password.
   *
   * @param role {@code viewer}, {@code operator} or {@code admin}
   * @param enabled whether it may log in
   */
  public record UserAccount(
      String name,
      String role,
      boolean enabled,
      String createdBy,
      Instant createdAt,
      Instant passwordChangedAt,
      Optional<Instant> lastLoginAt) {

    /** What the audit calls it. */
    public String target() {
      return target(name);
    }

    static String target(String name) {
      return "user:" + name;
    }
  }

  /**
   * Adds an account, enabled.
   *
   * @return false if there is one of that name; nothing is changed then
   */
  public boolean add(String name, String role, String passwordHash, String actor, String reason) {
    return database.write(
        session -> {
          var now = time.now();
          var added =
              session.update(
                      """
                      INSERT INTO account (name, role, password_hash, enabled, created_by,
                        created_at_utc_micros, password_changed_at_utc_micros)
                      VALUES (?,?,?,1,?,?,?) ON CONFLICT (name) DO NOTHING
                      """,
                      name,
                      role,
                      passwordHash,
                      actor,
                      now,
                      now)
                  > 0;
          if (added) {
            audit(session, now, actor, "account_added", name, role, reason);
          }
          return added;
        });
  }

  /**
   * Gives an account another password.
   *
   * @return false if there is no such account
   */
  public boolean changePassword(String name, String passwordHash, String actor, String reason) {
    return change(
        name,
        (session, now, before) -> {
          session.update(
              "UPDATE account SET password_hash = ?, password_changed_at_utc_micros = ? WHERE name = ?",
              passwordHash,
              now,
              name);
          audit(
              session, now, actor, "account_password_changed", name, ended(session, name), reason);
        });
  }

  /**
   * Gives an account another role.
   *
   * @return false if there is no such account
   * @throws LastAdminException if that would leave no admin
   */
  public boolean changeRole(String name, String role, String actor, String reason) {
    return change(
        name,
        (session, now, before) -> {
          if (before.role().equals(role)) {
            return;
          }
          Admins.requireBesideAccount(session, name, now);
          session.update("UPDATE account SET role = ? WHERE name = ?", role, name);
          audit(
              session,
              now,
              actor,
              "account_role_changed",
              name,
              before.role() + " to " + role + ", " + ended(session, name),
              reason);
        });
  }

  /**
   * Lets an account log in again.
   *
   * @return false if there is no such account
   */
  public boolean enable(String name, String actor, String reason) {
    return change(
        name,
        (session, now, before) -> {
          if (!before.enabled()) {
            session.update("UPDATE account SET enabled = 1 WHERE name = ?", name);
            audit(session, now, actor, "account_enabled", name, before.role(), reason);
          }
        });
  }

  /**
   * Lets an account not log in any more.
   *
   * @return false if there is no such account
   * @throws LastAdminException if that would leave no admin
   */
  public boolean disable(String name, String actor, String reason) {
    return change(
        name,
        (session, now, before) -> {
          if (before.enabled()) {
            Admins.requireBesideAccount(session, name, now);
            session.update("UPDATE account SET enabled = 0 WHERE name = ?", name);
            audit(session, now, actor, "account_disabled", name, ended(session, name), reason);
          }
        });
  }

  /**
   * Removes an account; the audit keeps what it did.
   *
   * @return false if there is no such account
   * @throws LastAdminException if that would leave no admin
   */
  public boolean remove(String name, String actor, String reason) {
    return change(
        name,
        (session, now, before) -> {
          Admins.requireBesideAccount(session, name, now);
          session.update("DELETE FROM account WHERE name = ?", name);
          audit(session, now, actor, "account_removed", name, ended(session, name), reason);
        });
  }

  public Optional<UserAccount> find(String name) {
    return database.read(session -> find(session, name));
  }

  /** All of them, by name. */
  public List<UserAccount> list() {
    return database.read(
        session -> session.list("SELECT * FROM account ORDER BY name", UserAccounts::read));
  }

  /** What an account's password is compared with, also while it may not log in. */
  public Optional<String> passwordHash(String name) {
    return database.read(
        session ->
            session.first(
                "SELECT password_hash FROM account WHERE name = ?",
                row -> row.text("password_hash"),
                name));
  }

  static Optional<UserAccount> find(Session session, String name) throws SQLException {
    return session.first("SELECT * FROM account WHERE name = ?", UserAccounts::read, name);
  }

  @FunctionalInterface
  private interface AccountChange {
    void run(Session session, Instant now, UserAccount before) throws SQLException;
  }

  private boolean change(String name, AccountChange change) {
    return database.write(
        session -> {
          var before = find(session, name);
          if (before.isPresent()) {
            change.run(session, time.now(), before.get());
          }
          return before.isPresent();
        });
  }

  /** Ends the account's sessions and says how many there were. */
  private static String ended(Session session, String name) throws SQLException {
    var ended = session.update("DELETE FROM login_session WHERE account = ?", name);
    return ended == 1 ? "1 session ended" : ended + " sessions ended";
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
    Audit.add(
        session,
        now,
        actor,
        action,
        UserAccount.target(name),
        reason.isEmpty() ? what : what + ": " + reason);
  }

  private static UserAccount read(Row row) throws SQLException {
    return new UserAccount(
        row.text("name"),
        row.text("role"),
        row.integer("enabled") == 1,
        row.text("created_by"),
        row.instant("created_at_utc_micros"),
        row.instant("password_changed_at_utc_micros"),
        row.optionalInstant("last_login_at_utc_micros"));
  }
}
