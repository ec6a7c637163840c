package org.hwautomation.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hwautomation.store.SqliteStore;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * One thread that writes recorded rows through plain JDBC: the store's own tables, indexes, bytes
 * and PRAGMAs, prepared statements, and nothing else: no check of an epoch, no fold, no codec. Not
 * thread-safe.
 */
final class Floor implements AutoCloseable {
  // as docs/decisions/0003-sqlite.md has them
  private static final List<String> PRAGMAS =
      List.of(
          "PRAGMA foreign_keys = OFF",
          "PRAGMA trusted_schema = OFF",
          "PRAGMA cell_size_check = ON",
          "PRAGMA temp_store = MEMORY",
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          "PRAGMA fullfsync = ON",
          "PRAGMA checkpoint_fullfsync = ON",
          "PRAGMA wal_autocheckpoint = 1000",
          "PRAGMA journal_size_limit = 16777216");

  /** What else a database holds that no run wrote. */
  private static final Set<String> NOT_OF_RUNS = Set.of("schema_migrations", "owner");

  /** What the rows of a run are in; the feed's positions are those of the commits, not compared. */
  private static final List<String> OF_RUNS = List.of("run", "journal", "feed");

  private final Connection connection;
  private final List<String> changing;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final Map<String, @Nullable Object> status = new HashMap<>();

  /**
   * Makes the store's tables and opens them.
   *
   * @param changing the columns that the update of a run's row names; its status is written only
   *     when it changes, since an index depends on it
   */
  Floor(Path database, List<String> changing) throws SQLException {
    SqliteStore.open(database).close();
    this.changing = changing.stream().filter(column -> !column.equals("status")).toList();
    var config = new SQLiteConfig();
    config.setGetGeneratedKeys(false);
    connection = config.createConnection("jdbc:sqlite:" + database);
    try (var statement = connection.createStatement()) {
      for (var pragma : PRAGMAS) {
        statement.execute(pragma);
      }
    }
  }

  /** Writes in one transaction; it is synced when this returns. */
  void commit(List<Write> writes) throws SQLException {
    run("BEGIN IMMEDIATE");
    for (var write : writes) {
      if (write.creates()) {
        insert("run", write.run());
      }
      for (var entry : write.entries()) {
        insert("journal", entry);
      }
      if (!write.creates()) {
        update(write.run());
      }
      insert("feed", feed(write));
      status.put(write.runId(), write.run().get("status"));
    }
    run("COMMIT");
  }

  /** What live listeners follow: which run, and the numbers of the entries that were added. */
  private static Map<String, @Nullable Object> feed(Write write) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    var last = ((Number) Objects.requireNonNull(write.run().get("last_seq"))).longValue();
    row.put("run_id", write.runId());
    row.put("first_seq", last - write.entries().size() + 1);
    row.put("last_seq", last);
    return row;
  }

  private void insert(String table, Map<String, @Nullable Object> row) throws SQLException {
    var statement = prepared.get(table);
    if (statement == null) {
      statement =
          connection.prepareStatement(
              "INSERT INTO %s (%s) VALUES (%s)"
                  .formatted(
                      table,
                      String.join(", ", row.keySet()),
                      row.keySet().stream().map(c -> "?").collect(Collectors.joining(", "))));
      prepared.put(table, statement);
    }
    var index = 1;
    for (var value : row.values()) {
      statement.setObject(index++, value);
    }
    statement.executeUpdate();
  }

  private void update(Map<String, @Nullable Object> row) throws SQLException {
    run(
        "UPDATE run SET "
            + changing.stream().map(c -> c + " = ?").collect(Collectors.joining(", "))
            + " WHERE run_id = ?",
        row,
        changing);
    if (!Objects.equals(status.get(String.valueOf(row.get("run_id"))), row.get("status"))) {
      run("UPDATE run SET status = ? WHERE run_id = ?", row, List.of("status"));
    }
  }

  private void run(String sql) throws SQLException {
    statement(sql).executeUpdate();
  }

  private void run(String sql, Map<String, @Nullable Object> row, List<String> columns)
      throws SQLException {
    var statement = statement(sql);
    var index = 1;
    for (var column : columns) {
      statement.setObject(index++, row.get(column));
    }
    statement.setObject(index, row.get("run_id"));
    if (statement.executeUpdate() != 1) {
      throw new SQLException("no run " + row.get("run_id"));
    }
  }

  private PreparedStatement statement(String sql) throws SQLException {
    var statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  /**
   * Refuses to be a floor for {@code engines} database unless this one holds the same runs and
   * journals, row by row, and that one nothing of runs besides.
   */
  void requireSameAs(Path engines) throws SQLException {
    try (var other = DriverManager.getConnection("jdbc:sqlite:" + engines)) {
      for (var table : OF_RUNS) {
        var ours = all(connection, table);
        var theirs = all(other, table);
        if (!ours.equals(theirs)) {
          throw new SQLException(
              "the floor's table %s is not the engine's: %d rows, %d there"
                  .formatted(table, ours.size(), theirs.size()));
        }
      }
      for (var table : tables(other)) {
        if (!all(other, table).isEmpty()) {
          throw new SQLException("the engine wrote to table " + table + ", the floor does not");
        }
      }
    }
  }

  private static List<String> tables(Connection connection) throws SQLException {
    var tables = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var result =
            statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
      while (result.next()) {
        tables.add(result.getString(1));
      }
    }
    tables.removeIf(
        table ->
            table.startsWith("sqlite_") || OF_RUNS.contains(table) || NOT_OF_RUNS.contains(table));
    return tables;
  }

  private static List<Map<String, @Nullable Object>> all(Connection connection, String table)
      throws SQLException {
    try (var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "SELECT %s FROM %s ORDER BY 1, 2"
                    .formatted(
                        table.equals("feed") ? "run_id, first_seq, last_seq" : "*", table))) {
      return Recording.rows(result);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
