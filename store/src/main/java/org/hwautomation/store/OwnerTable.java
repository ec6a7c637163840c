package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;

/** The table {@code owner}: who executed, for people and for tidying up. */
final class OwnerTable {
  private OwnerTable() {}

  static void add(Session session, String id, String description, Instant now) throws SQLException {
    session.update(
        "INSERT INTO owner (owner_id, description, registered_at_utc_micros) VALUES (?,?,?)",
        id,
        description,
        now);
  }

  static void end(Session session, String id, Instant now) throws SQLException {
    session.update(
        "UPDATE owner SET ended_at_utc_micros = ? WHERE owner_id = ? AND ended_at_utc_micros IS NULL",
        now,
        id);
  }

  /** Notes who died without saying so; looking deletes their lock files. */
  static void endTheDead(Session session, Liveness owners, Instant now) throws SQLException {
    var unended =
        session.list(
            "SELECT owner_id FROM owner WHERE ended_at_utc_micros IS NULL",
            row -> row.text("owner_id"));
    for (var id : unended) {
      if (!owners.isAlive(session, id)) {
        end(session, id, now);
      }
    }
  }
}
