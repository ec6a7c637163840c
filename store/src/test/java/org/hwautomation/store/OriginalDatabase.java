package org.hwautomation.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file that the original wrote, at one of its versions, filled with rows. Its schema is made as
 * the original makes it: each migration alters what the one before left.
 */
record OriginalDatabase(Path file) {
  static final String PASSWORD = "hunter2-of-the-original";

  /** A step as the original's metadata has it. */
  static final String METADATA =
      """
      {"steps": [{"name": "commission_server", "status": "completed",
        "start_time": "2025-08-14T12:00:00.123456", "end_time": "2025-08-14T12:20:00", "error": null},
       {"name": "configure_ipmi", "status": "running", "start_time": "2025-08-14T12:20:00.5",
        "end_time": null, "error": "login as admin failed, password=%s"}],
       "context": {"target_ipmi_ip": "10.0.0.7", "gateway": null, "rack_location": "B12"},
       "credentials": {"username": "ADMIN", "password": "%s"}}"""
          .formatted(PASSWORD, PASSWORD);

  /** Makes the file, with three servers and, where the version has tables for them, a history. */
  OriginalDatabase make(int version) throws SQLException {
    for (var number = 1; number <= version; number++) {
      execute(migration(number));
    }
    for (var server : List.of("rack12-u07", "rack12-u09", "it's \"odd\"")) {
      execute(
          "INSERT INTO servers (server_id, status_name, is_ready, ipmi_address) VALUES ('%s', 'Ready', 'TRUE', '10.0.0.7')"
              .formatted(server.replace("'", "''")));
    }
    if (version >= 3) {
      execute("UPDATE servers SET created_at = '2025-08-14 10:00:00', last_seen = 'yesterday'");
    }
    if (version >= 4) {
      execute("UPDATE servers SET memory_gb = 256, tags = 'a,b'");
    }
    if (version >= 5) {
      execute(
          "INSERT INTO power_state_history (server_id, new_state) VALUES ('rack12-u07', 'on')",
          "INSERT INTO power_state_history (server_id, old_state, new_state, changed_at, changed_by) VALUES ('gone', 'on', 'off', '2025-08-14T12:00:00.123456', 'alice')");
    }
    if (version >= 6) {
      history("original-1", "rack12-u07", "completed", "2025-08-14T12:00:00.123456", METADATA);
      history("original-2", "rack12-u07", "running", "2025-08-15T12:00:00", METADATA);
      history("original-3", "gone", "pending", "2025-08-16 12:00:00", "no JSON {");
      history("original-4", "rack12-u09", "RETRY?!", null, null);
    }
    return this;
  }

  void history(
      String workflow,
      String server,
      String status,
      @Nullable String startedAt,
      @Nullable String metadata)
      throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement =
            connection.prepareStatement(
                "INSERT INTO workflow_history (workflow_id, server_id, status, started_at, steps_completed, total_steps, metadata) VALUES (?,?,?,?,1,2,?)")) {
      statement.setString(1, workflow);
      statement.setString(2, server);
      statement.setString(3, status);
      statement.setString(4, startedAt);
      statement.setString(5, metadata);
      statement.executeUpdate();
    }
  }

  private static String migration(int number) {
    try (var resource =
        OriginalDatabase.class.getResourceAsStream("original/%d.sql".formatted(number))) {
      return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void execute(String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  /** The rows of a query, as anybody's SQL reads them. */
  List<Map<String, String>> rows(String sql) throws SQLException {
    return rows(file, sql);
  }

  static List<Map<String, String>> rows(Path database, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      var rows = new ArrayList<Map<String, String>>();
      var columns = result.getMetaData();
      while (result.next()) {
        var row = new TreeMap<String, String>();
        for (var i = 1; i <= columns.getColumnCount(); i++) {
          row.put(columns.getColumnName(i), String.valueOf(result.getObject(i)));
        }
        rows.add(row);
      }
      return rows;
    }
  }
}
