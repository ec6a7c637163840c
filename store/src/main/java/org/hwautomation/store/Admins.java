package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;

/** Who may manage accounts and tokens. There is always one, once there was one. */
final class Admins {
  private Admins() {}

  /**
   * Refuses what would leave no admin; in the transaction that does it.
   *
   * @throws LastAdminException if there is no enabled admin but account {@code name}
   */
  static void requireBesideAccount(Session session, String name, Instant now) throws SQLException {
    if (isAdmin(session, name) && left(session, name, "", now) == 0) {
      throw new LastAdminException("account " + name);
    }
  }

  /** As {@link #requireBesideAccount}, for a token. One that is expired is nobody's loss. */
  static void requireBesideToken(Session session, String name, Instant now) throws SQLException {
    if (left(session, "", "", now) > 0 && left(session, "", name, now) == 0) {
      throw new LastAdminException("token " + name);
    }
  }

  private static boolean isAdmin(Session session, String name) throws SQLException {
    return session.number(
            "SELECT count(*) AS n FROM account WHERE name = ? AND role = 'admin' AND enabled = 1",
            name)
        > 0;
  }

  /** How many there are beside an account and a token; no account or token has an empty name. */
  private static long left(Session session, String account, String token, Instant now)
      throws SQLException {
    return session.number(
        """
        SELECT (SELECT count(*) FROM account
                 WHERE role = 'admin' AND enabled = 1 AND name <> ?)
             + (SELECT count(*) FROM api_token
                 WHERE role = 'admin' AND name <> ?
                   AND (expires_at_utc_micros IS NULL OR expires_at_utc_micros > ?)) AS n
        """,
        account,
        token,
        now);
  }
}
