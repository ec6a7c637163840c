package org.hwautomation.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a real execution wrote, in the order of its writes. Thread-safe while it records.
 */
final class Recording implements AutoCloseable {
  private final Connection reader;
  private final List<Write> writes = new ArrayList<>();
  private final Map<String, Long> lastSeq = new HashMap<>();
  private int mark;

  Recording(Path database) throws SQLException {
    reader = DriverManager.getConnection("jdbc:sqlite:" + database);
  }

  /** Reads what the write of {@code runId} that has just returned left. */
  synchronized void add(String runId) throws SQLException {
    var run = read("SELECT * FROM run WHERE run_id = ?", runId).getFirst();
    var before = lastSeq.getOrDefault(runId, 0L);
    var entries =
        read("SELECT * FROM journal WHERE run_id = ? AND seq > ? ORDER BY seq", runId, before);
    writes.add(new Write(runId, !lastSeq.containsKey(runId), run, entries));
    lastSeq.put(runId, before + entries.size());
  }

  /** What was written until now belongs to the preparation. */
  synchronized void mark() {
    mark = writes.size();
  }

  synchronized List<Write> preparation() {
    return List.copyOf(writes.subList(0, mark));
  }

  /** What was written after the mark. */
  synchronized List<Write> measured() {
    return List.copyOf(writes.subList(mark, writes.size()));
  }

  /** The columns of a run's row that change in its life. */
  synchronized List<String> changing() {
    var first = new HashMap<String, Map<String, @Nullable Object>>();
    var changing = new LinkedHashMap<String, Boolean>();
    for (var write : writes) {
      var before = first.putIfAbsent(write.runId(), write.run());
      if (before != null) {
        write
            .run()
            .forEach(
                (column, value) -> {
                  if (!Objects.equals(value, before.get(column))) {
                    changing.put(column, true);
                  }
                });
      }
    }
    return List.copyOf(changing.keySet());
  }

  /** How many rows of the journal are in these writes. */
  static int rows(List<Write> writes) {
    return writes.stream().mapToInt(write -> write.entries().size()).sum();
  }

  private List<Map<String, @Nullable Object>> read(String sql, Object... values)
      throws SQLException {
    try (var statement = reader.prepareStatement(sql)) {
      for (var i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (var result = statement.executeQuery()) {
        return rows(result);
      }
    }
  }

  static List<Map<String, @Nullable Object>> rows(ResultSet result) throws SQLException {
    var columns = result.getMetaData();
    var rows = new ArrayList<Map<String, @Nullable Object>>();
    while (result.next()) {
      var row = new LinkedHashMap<String, @Nullable Object>();
      for (var i = 1; i <= columns.getColumnCount(); i++) {
        row.put(columns.getColumnName(i), result.getObject(i));
      }
      rows.add(row);
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    reader.close();
  }
}
