package org.hwautomation.store;

import java.sql.SQLException;
import java.util.List;
import org.hwautomation.store.DatabaseStatus.Kind;
import org.hwautomation.workflow.StoreException;

/**
 * Brings a schema of a PostgreSQL database to this version's tables. Migrations are SQL resources,
 * applied in order in one transaction, behind an advisory lock: several processes may open an empty
 * database at once.
 */
final class PostgresSchema {
  private static final List<String> MIGRATIONS =
      List.of(
          "1-tables",
          "2-queues",
          "3-writers",
          "4-firmware",
          "5-access",
          Schema.AUDIT_CHAIN,
          "7-service",
          "8-schedules",
          "9-batches",
          "10-alerts");

  private final PostgresOptions options;
  private final long lock;

  PostgresSchema(PostgresOptions options, long lock) {
    this.options = options;
    this.lock = lock;
  }

  /**
   * Applies what is missing.
   *
   * @throws StoreException if this version must not touch the schema
   */
  void migrate(Session session) throws SQLException {
    if (versionOf(session) == MIGRATIONS.size()) {
      return;
    }
    session.script("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    try {
      session.list("SELECT pg_advisory_xact_lock(?)", row -> true, lock);
      if (!exists(session)) {
        session.script("CREATE SCHEMA " + options.schema());
      }
      for (var next = versionOf(session); next < MIGRATIONS.size(); next++) {
        var name = MIGRATIONS.get(next);
        session.script(Schema.sql("postgresql/" + name));
        Schema.afterwards(session, name);
        session.update("INSERT INTO migration (version, name) VALUES (?,?)", next + 1, name);
      }
      session.script("COMMIT");
    } catch (SQLException | RuntimeException e) {
      rollBack(session, e);
      throw e;
    }
  }

  private static void rollBack(Session session, Exception cause) {
    try {
      session.script("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** How many migrations the schema has; only reads. */
  int versionOf(Session session) throws SQLException {
    if (session.number(
            "SELECT count(*) AS n FROM pg_tables WHERE schemaname = ? AND tablename = 'migration'",
            options.schema())
        == 0) {
      if (hasTables(session)) {
        throw refused(
            Kind.FOREIGN,
            "holds tables of another program in that schema; name another schema or database");
      }
      return 0;
    }
    var version =
        Math.toIntExact(session.number("SELECT coalesce(max(version), 0) AS n FROM migration"));
    if (version > MIGRATIONS.size()) {
      throw refused(
          Kind.NEWER,
          "was written by a newer version of hwauto (schema %d, this one knows %d); use that version"
              .formatted(version, MIGRATIONS.size()));
    }
    return version;
  }

  /** The migrations that a schema has that counts so many. */
  static List<String> applied(int version) {
    return MIGRATIONS.subList(0, version);
  }

  /** The migrations that such a schema has yet to get. */
  static List<String> pending(int version) {
    return MIGRATIONS.subList(version, MIGRATIONS.size());
  }

  private boolean hasTables(Session session) throws SQLException {
    return session.number(
            "SELECT count(*) AS n FROM pg_tables WHERE schemaname = ?", options.schema())
        > 0;
  }

  boolean exists(Session session) throws SQLException {
    return session.number(
            "SELECT count(*) AS n FROM pg_namespace WHERE nspname = ?", options.schema())
        > 0;
  }

  private RefusedDatabase refused(Kind kind, String problem) {
    return new RefusedDatabase(
        kind, "the database " + options + " " + problem + "; it was not touched");
  }
}
