package org.hwautomation.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tables of the original Python system at any of its versions, and how they get to its version
 * 6. The original's own third migration adds a column whose default is the present time, which
 * SQLite refuses for a table that has rows; here the table is made anew and its rows are copied.
 *
 * <p>Rows keep their values, and so do columns, indexes, triggers and views that somebody added. To
 * be used within one transaction.
 */
final class OriginalTables {
  static final int VERSION = 6;

  /** Its tables that people ask about. */
  static final List<String> TOLD = List.of("servers", "workflow_history", "power_state_history");

  /** What each version is called in {@code schema_migrations}. */
  private static final List<String> NAMES =
      List.of(
          "servers",
          "server credentials",
          "server timestamps",
          "server hardware",
          "power states",
          "device types and workflow history");

  /** Statements of the migration that makes the tables of version 6, by what they make. */
  private static final Pattern MADE =
      Pattern.compile(
          "(?s)CREATE (?:TABLE (\\w+) \\(.*?\\n\\)|INDEX (\\w+) [^;]*|TRIGGER (\\w+) .*?\\nEND);");

  private final Session session;

  OriginalTables(Session session) {
    this.session = session;
  }

  private record Column(String name, String declared) {}

  private record Made(String name, String sql) {}

  /** The newest version that is applied; empty if none is said to be. */
  static Optional<Integer> version(Session session) throws SQLException {
    var version = session.number("SELECT coalesce(max(version), 0) AS n FROM schema_migrations");
    return version < 1 ? Optional.empty() : Optional.of(Math.toIntExact(version));
  }

  /** Brings them to {@link #VERSION}; nothing happens to those that are there. */
  void lift() throws SQLException {
    var from = version(session).orElse(0);
    if (from >= VERSION) {
      return;
    }
    session.script(
        "PRAGMA legacy_alter_table = ON"); // or views and triggers would follow the old table
    makeServersAnew();
    session.script("PRAGMA legacy_alter_table = OFF");
    for (var made : statements()) {
      if (!exists(made.name()) && !made.name().equals("schema_migrations")) {
        session.script(made.sql());
      }
    }
    for (var version = from + 1; version <= VERSION; version++) {
      session.update(
          "INSERT INTO schema_migrations (version, name) VALUES (?, ?)",
          version,
          NAMES.get(version - 1));
    }
  }

  private void makeServersAnew() throws SQLException {
    var own = addedBySomebody();
    var before = columns("servers");
    session.script("ALTER TABLE servers RENAME TO servers_of_before");
    session.script(statement("servers"));
    var made = names(columns("servers"));
    for (var column : before) {
      if (!made.contains(column.name().toLowerCase(Locale.ROOT))) {
        session.script(
            "ALTER TABLE servers ADD COLUMN %s %s"
                .formatted(quoted(column.name()), column.declared()));
      }
    }
    var list = String.join(", ", before.stream().map(column -> quoted(column.name())).toList());
    session.script(
        "INSERT INTO servers (rowid, %s) SELECT rowid, %s FROM servers_of_before"
            .formatted(list, list));
    session.script("DROP TABLE servers_of_before");
    for (var each : own) {
      if (!exists(each.name())) {
        session.script(each.sql());
      }
    }
  }

  /** Indexes and triggers of the table, which go with it. */
  private List<Made> addedBySomebody() throws SQLException {
    return session.list(
        """
        SELECT name, sql FROM sqlite_schema
        WHERE tbl_name = 'servers' AND type IN ('index', 'trigger') AND sql IS NOT NULL
        """,
        row -> new Made(row.text("name"), row.text("sql")));
  }

  private List<Column> columns(String table) throws SQLException {
    return session.list(
        "SELECT name, type, dflt_value FROM pragma_table_info('%s')".formatted(table),
        row ->
            new Column(
                row.text("name"),
                row.text("type")
                    + row.optionalText("dflt_value").map(text -> " DEFAULT " + text).orElse("")));
  }

  private static Set<String> names(List<Column> columns) {
    var names = new HashSet<String>();
    columns.forEach(column -> names.add(column.name().toLowerCase(Locale.ROOT)));
    return names;
  }

  private boolean exists(String name) throws SQLException {
    return session.number("SELECT count(*) AS n FROM sqlite_schema WHERE name = ?", name) > 0;
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String statement(String name) {
    return statements().stream()
        .filter(made -> made.name().equals(name))
        .findFirst()
        .orElseThrow()
        .sql();
  }

  private static List<Made> statements() {
    var statements = new ArrayList<Made>();
    var matcher = MADE.matcher(Schema.sql("1-original-version-6"));
    while (matcher.find()) {
      var name =
          Stream.of(1, 2, 3).map(matcher::group).filter(Objects::nonNull).findFirst().orElseThrow();
      statements.add(new Made(name, matcher.group()));
    }
    return statements;
  }
}
