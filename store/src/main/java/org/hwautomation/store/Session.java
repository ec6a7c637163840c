package org.hwautomation.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection, used by one thread at a time. Each statement is prepared once.
 *
 * <p>Parameters may be null, strings, numbers, byte arrays, instants (written as microseconds) and
 * optionals of these.
 */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private long changes;

  Session(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** What the tables' SQL must know of the database. */
  enum Dialect {
    SQLITE(""),
    POSTGRESQL(" FOR NO KEY UPDATE");

    private final String rowLock;

    Dialect(String rowLock) {
      this.rowLock = rowLock;
    }
  }

  /** What the database speaks, where one SQL for both can't be. */
  Dialect dialect() {
    return dialect;
  }

  /**
   * The end of a query that locks the rows it finds until the transaction ends; empty where the
   * transaction has locked everything already.
   */
  String rowLock() {
    return dialect.rowLock;
  }

  /**
   * Waits until nobody else is at what has a name, and keeps it until the transaction ends; nothing
   * where the transaction has locked everything already. It locks no table, so no vacuum is in the
   * way.
   */
  void lockName(String name) throws SQLException {
    if (dialect == Dialect.POSTGRESQL) {
      list(
          "SELECT pg_advisory_xact_lock(hashtextextended('hwautomation/' || current_schema() || '/' || ?, 0))",
          row -> true,
          name);
    }
  }

  /** Makes something of a row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(Row row) throws SQLException;
  }

  /** Runs statements that have no parameters and no result. */
  void script(String sql) throws SQLException {
    changes++;
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Runs one statement that has no parameters and no result and comes again and again. */
  void command(String sql) throws SQLException {
    if (dialect == Dialect.SQLITE) {
      update(sql); // prepared once; PostgreSQL's driver would gain nothing by it
    } else {
      script(sql);
    }
  }

  /** How many rows were changed. */
  int update(String sql, @Nullable Object... values) throws SQLException {
    var changed = using(sql, PreparedStatement::executeUpdate, values);
    changes += changed;
    return changed;
  }

  /** A number that is another one if something was written since. */
  long changes() {
    return changes;
  }

  <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    return using(
        sql,
        statement -> {
          var rows = new ArrayList<T>();
          try (var result = statement.executeQuery()) {
            var row = new Row(result);
            while (result.next()) {
              rows.add(reader.read(row));
            }
          }
          return rows;
        },
        values);
  }

  <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    return using(
        sql,
        statement -> {
          try (var result = statement.executeQuery()) {
            return result.next() ? Optional.of(reader.read(new Row(result))) : Optional.empty();
          }
        },
        values);
  }

  /** The one number that a query or pragma answers; its column must be named {@code n}. */
  long number(String sql, @Nullable Object... values) throws SQLException {
    return first(sql, row -> row.number("n"), values).orElse(0L);
  }

  /** What is done with a prepared statement. */
  @FunctionalInterface
  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  private <T> T using(String sql, Use<T> use, @Nullable Object... values) throws SQLException {
    try {
      var statement = prepared.get(sql);
      if (statement == null) {
        statement = connection.prepareStatement(sql);
        prepared.put(sql, statement);
      }
      for (var i = 0; i < values.length; i++) {
        bind(statement, i + 1, values[i]);
      }
      return use.of(statement);
    } catch (SQLException e) {
      forget(sql, e); // after an error the driver's statement can't be used again
      throw e;
    }
  }

  private void forget(String sql, SQLException cause) {
    var statement = prepared.remove(sql);
    if (statement != null) {
      try {
        statement.close();
      } catch (SQLException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case String text when dialect == Dialect.POSTGRESQL ->
          statement.setString(index, Unicode.storable(text));
      case Optional<?> optional -> bind(statement, index, optional.orElse(null));
      case Instant instant -> statement.setLong(index, Micros.of(instant));
      case byte[] bytes -> statement.setBytes(index, bytes);
      case null, default -> statement.setObject(index, value);
    }
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
