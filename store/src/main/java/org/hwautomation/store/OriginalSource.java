package org.hwautomation.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hwautomation.workflow.StoreException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The rows of a database that the original wrote, as they were when this was opened. They are read
 * from a copy in a folder of this user alone, so that a writer of the file waits no longer than
 * that takes. Used by one thread.
 */
final class OriginalSource implements AutoCloseable {
  /** Rows read at once: metadata may be long. */
  private static final int PAGE = 50;

  private static final Set<String> HISTORY =
      Set.of(
          "id",
          "workflow_id",
          "server_id",
          "device_type",
          "status",
          "started_at",
          "completed_at",
          "steps_completed",
          "total_steps",
          "error_message",
          "metadata");

  private static final Set<String> POWER =
      Set.of("id", "server_id", "old_state", "new_state", "changed_at", "changed_by");

  private final Path file;
  private final ScratchFolder scratch;
  private final Session session;

  private OriginalSource(Path file, ScratchFolder scratch, Session session) {
    this.file = file;
    this.scratch = scratch;
    this.session = session;
  }

  /** What is done with each row: its values as text, by column in lower case. */
  @FunctionalInterface
  interface EachRow {
    void take(Map<String, @Nullable String> row) throws SQLException;
  }

  /**
   * Opens a file, which is only read.
   *
   * @throws IllegalArgumentException if it is not there, or is not of the original
   * @throws UnusableDatabaseException if it is damaged, of another program or of a newer version
   */
  static OriginalSource open(Path path) {
    var file = path.toAbsolutePath().normalize();
    var status = SqliteStore.look(file);
    switch (status.kind()) {
      case ORIGINAL -> {}
      case ABSENT ->
          throw new IllegalArgumentException(
              file + " is not there; name a database file of the original");
      case EMPTY ->
          throw new IllegalArgumentException(
              file + " is an empty database; name a database file of the original");
      case OURS ->
          throw new IllegalArgumentException(
              "%s is a database of this hwauto, not of the original; hwauto db restore puts it in place of the configured one"
                  .formatted(file));
      case NEWER, FOREIGN, DAMAGED -> status.requireUsable();
    }
    try {
      return copied(file);
    } catch (SQLException e) {
      throw new UnusableDatabaseException(
          new SqliteFailure(file, Duration.ofSeconds(10)).explain(e));
    } catch (IOException e) {
      throw new StoreException(
          "%s can't be copied to be read: %s; make room in the folder for temporary files"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static OriginalSource copied(Path file) throws SQLException, IOException {
    var scratch = ScratchFolder.make();
    try {
      var copy = scratch.file("original.db");
      ReadOnlyFile.read(
          file,
          reading -> {
            DatabaseCopy.write(reading, copy);
            return true;
          });
      return new OriginalSource(
          file,
          scratch,
          new Session(
              new SQLiteConfig().createConnection("jdbc:sqlite:" + copy), Session.Dialect.SQLITE));
    } catch (SQLException | IOException | RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  Path file() {
    return file;
  }

  /** The original's version of it. */
  int version() throws SQLException {
    return OriginalTables.version(session).orElseThrow();
  }

  /** All rows of a table in the order in which they were written; none if it is not there. */
  void each(String table, EachRow each) throws SQLException {
    if (!Schema.hasTable(session, table)) {
      return;
    }
    var after = Long.MIN_VALUE;
    while (true) {
      var page =
          session.list(
              "SELECT rowid AS hwauto_row, * FROM %s WHERE rowid > ? ORDER BY rowid LIMIT %d"
                  .formatted(table, PAGE),
              Row::all,
              after);
      for (var row : page) {
        each.take(row);
        after = Long.parseLong(String.valueOf(row.get("hwauto_row")));
      }
      if (page.size() < PAGE) {
        return;
      }
    }
  }

  /** What the original's tables have no place for, in words: columns and tables that were added. */
  List<String> added() throws SQLException {
    var added = new ArrayList<String>();
    for (var table : OriginalTables.TOLD) {
      for (var column : columns(table)) {
        if (!isOriginal(table, column)) {
          var holding =
              session.number(
                  "SELECT count(*) AS n FROM %s WHERE \"%s\" IS NOT NULL"
                      .formatted(table, column.replace("\"", "\"\"")));
          added.add("column %s.%s, which %d rows have".formatted(table, column, holding));
        }
      }
    }
    session
        .list(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
            row -> row.text("name"))
        .stream()
        .filter(name -> !OriginalTables.TOLD.contains(name) && !name.equals("schema_migrations"))
        .forEach(name -> added.add("table " + name));
    return added;
  }

  private List<String> columns(String table) throws SQLException {
    return session.list(
        "SELECT name FROM pragma_table_info('%s')".formatted(table), row -> row.text("name"));
  }

  /** True if our table has that column of the original's. */
  static boolean isOriginal(String table, String column) {
    return switch (table) {
      case "servers" -> ServerInventory.isOriginal(column);
      case "workflow_history" -> HISTORY.contains(column.toLowerCase(Locale.ROOT));
      default -> POWER.contains(column.toLowerCase(Locale.ROOT));
    };
  }

  @Override
  public void close() {
    try (scratch) {
      session.close();
    } catch (SQLException e) {
      throw new StoreException("the copy of " + file + " could not be closed", e);
    }
  }
}
