package org.hwautomation.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.hwautomation.store.DatabaseStatus.Kind;
import org.hwautomation.workflow.StoreException;

/**
 * Brings a database to the schema of this version. Migrations are SQL resources, applied in order,
 * all in one transaction together with {@code PRAGMA user_version}, which counts those applied. The
 * first makes the tables of the original's version 6, so a database of the original, which is
 * brought to that version before, starts with the second.
 */
final class Schema {
  /** "HWAU": marks a file as ours for tools such as {@code file}. */
  private static final int APPLICATION_ID = 0x48574155;

  /** The migration that the program itself ends: SQL has no SHA-256. */
  static final String AUDIT_CHAIN = "6-audit-chain";

  private static final List<String> MIGRATIONS =
      List.of(
          "1-original-version-6",
          "2-journal",
          "3-queues",
          "4-firmware",
          "5-access",
          AUDIT_CHAIN,
          "7-service",
          "8-schedules",
          "9-batches",
          "10-alerts");

  private final Path database;

  Schema(Path database) {
    this.database = database;
  }

  /**
   * How many migrations the database has; -1 for one of the original that starts with the second.
   * Only reads.
   *
   * @throws StoreException if this version must not touch it
   */
  int versionOf(Session session) throws SQLException {
    var version =
        Math.toIntExact(session.number("SELECT user_version AS n FROM pragma_user_version"));
    var application = session.number("SELECT application_id AS n FROM pragma_application_id");
    if (version > MIGRATIONS.size() && application == APPLICATION_ID) {
      throw refused(
          Kind.NEWER,
          "was written by a newer version of hwauto (schema %d, this one knows %d); use that version"
              .formatted(version, MIGRATIONS.size()));
    }
    if (application == APPLICATION_ID) {
      return version;
    }
    if (session.number("SELECT count(*) AS n FROM sqlite_schema") == 0 && version == 0) {
      return 0;
    }
    if (version != 0
        || application != 0
        || !hasTable(session, "schema_migrations")
        || !hasTable(session, "servers")) {
      throw refused(
          Kind.FOREIGN,
          "is an SQLite database of another program; move it away, or name another with --state");
    }
    return originalVersion(session);
  }

  private int originalVersion(Session session) throws SQLException {
    var original =
        OriginalTables.version(session)
            .orElseThrow(
                () ->
                    refused(
                        Kind.FOREIGN,
                        "is of the original HWAutomation, and does not say of which version; its table schema_migrations is empty"));
    if (original > OriginalTables.VERSION) {
      throw refused(
          Kind.NEWER,
          "is of version %d of the original HWAutomation, this one reads versions 1 to %d; use a newer hwauto"
              .formatted(original, OriginalTables.VERSION));
    }
    return 1;
  }

  /** The original's version of a database that this program has not changed yet; only reads. */
  Optional<Integer> originalsVersion(Session session) throws SQLException {
    return versionOf(session) == 1 && !isOurs(session)
        ? OriginalTables.version(session)
        : Optional.empty();
  }

  private static boolean isOurs(Session session) throws SQLException {
    return session.number("SELECT application_id AS n FROM pragma_application_id")
        == APPLICATION_ID;
  }

  /** Applies what is missing. Several processes may do this at once. */
  void migrate(Session session, Connections connections) throws SQLException {
    if (versionOf(session) == MIGRATIONS.size()) {
      return;
    }
    connections.patiently(
        () -> {
          session.script("BEGIN IMMEDIATE");
          return true;
        });
    try {
      if (originalsVersion(session).isPresent()) {
        new OriginalTables(session).lift();
      }
      for (var next = versionOf(session); next < MIGRATIONS.size(); next++) {
        session.script(sql(MIGRATIONS.get(next)));
        afterwards(session, MIGRATIONS.get(next));
        session.script("PRAGMA user_version = " + (next + 1));
      }
      session.script("PRAGMA application_id = " + APPLICATION_ID);
      session.script("COMMIT");
    } catch (SQLException | RuntimeException e) {
      session.script("ROLLBACK");
      throw e;
    }
  }

  /** The migrations that a database has that counts so many; see {@link #versionOf}. */
  static List<String> applied(int version) {
    return MIGRATIONS.subList(0, version);
  }

  /** The migrations that such a database has yet to get. */
  static List<String> pending(int version) {
    return MIGRATIONS.subList(version, MIGRATIONS.size());
  }

  /** What of a migration SQL can't do, in the same transaction. */
  static void afterwards(Session session, String migration) throws SQLException {
    if (migration.equals(AUDIT_CHAIN)) {
      AuditChain.takeOn(session);
    }
  }

  static boolean hasTable(Session session, String name) throws SQLException {
    return session.number(
            "SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name = ?", name)
        == 1;
  }

  /** The statements of a migration. */
  static String sql(String migration) {
    var name = migration + ".sql";
    try (var resource = Schema.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException("the program's own " + name + " is missing");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the program's own " + name + " can't be read", e);
    }
  }

  private RefusedDatabase refused(Kind kind, String problem) {
    return new RefusedDatabase(
        kind, "the database " + database + " " + problem + "; it was not touched");
  }
}
