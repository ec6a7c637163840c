package org.hwautomation.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.hwautomation.store.DatabaseStatus.Kind;

/** What a schema of a PostgreSQL database is; changes nothing. Stateless. */
final class PostgresLook {
  private PostgresLook() {}

  static DatabaseStatus at(Session session, PostgresOptions options, PostgresSchema schema)
      throws SQLException {
    try {
      session.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      var version = schema.versionOf(session);
      return new DatabaseStatus(
          options.toString(),
          version > 0 ? Kind.OURS : schema.exists(session) ? Kind.EMPTY : Kind.ABSENT,
          Optional.empty(),
          OptionalInt.empty(),
          PostgresSchema.applied(version),
          PostgresSchema.pending(version),
          version == 0 ? OptionalLong.empty() : OptionalLong.of(size(session, options)),
          ToldRows.count(session, name -> version > 0),
          ToldRows.leftRunning(session, name -> version > 0),
          List.of());
    } catch (RefusedDatabase e) {
      return DatabaseStatus.of(
          options.toString(), e.kind(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static long size(Session session, PostgresOptions options) throws SQLException {
    return session.number(
        """
        SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) AS n
        FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
        WHERE s.nspname = ? AND c.relkind = 'r'
        """,
        options.schema());
  }
}
