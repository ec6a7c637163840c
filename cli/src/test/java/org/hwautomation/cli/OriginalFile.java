package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A database file that the original wrote, at one of its versions; see the store's tests. */
record OriginalFile(Path path) {
  static final String PASSWORD = "hunter2-of-the-original";

  static final String METADATA =
      """
      {"steps": [{"name": "commission_server", "status": "completed",
        "start_time": "2025-08-14T12:00:00.123456", "end_time": "2025-08-14T12:20:00", "error": null},
       {"name": "configure_ipmi", "status": "running", "start_time": "2025-08-14T12:20:00.5",
        "end_time": null, "error": "login as admin failed, password=%s"}],
       "context": {"target_ipmi_ip": "10.0.0.7", "gateway": null, "rack_location": "B12-U07"},
       "credentials": {"username": "ADMIN", "password": "%s"}}"""
          .formatted(PASSWORD, PASSWORD);

  /** Makes it, with servers and, where the version has tables for them, runs and power states. */
  static OriginalFile make(Path path, int version) throws IOException, SQLException {
    var file = new OriginalFile(path);
    for (var number = 1; number <= version; number++) {
      file.execute(
          Files.readString(
              Path.of(System.getProperty("hwautomation.root", ".."))
                  .resolve("store/src/test/resources/org/hwautomation/store/original")
                  .resolve(number + ".sql")));
    }
    file.execute(
        "INSERT INTO servers (server_id, status_name, is_ready, ipmi_address) VALUES ('rack12-u07', 'Ready', 'TRUE', '10.0.0.7')",
        "INSERT INTO servers (server_id) VALUES ('odd/?#%é\u001b[31m')",
        "INSERT INTO servers (server_id, server_model) VALUES (NULL, CAST(x'ff41' AS TEXT))");
    if (version >= 5) {
      file.execute(
          "INSERT INTO power_state_history (server_id, old_state, new_state, changed_at, changed_by) VALUES ('rack12-u07', 'off', 'on', '2025-08-14T12:00:00.123456', 'alice')",
          "INSERT INTO power_state_history (server_id, new_state) VALUES ('gone', 'off')");
    }
    if (version >= 6) {
      file.history("old-1", "rack12-u07", "completed", METADATA);
      file.history("old-2", "rack12-u07", "running", METADATA);
      file.history("old-3", "gone", "On\u001b[31m Fire", "{\"password\": \"" + PASSWORD);
    }
    return file;
  }

  /** A row of the workflow history. */
  void history(String workflow, String server, String status, @Nullable String metadata)
      throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        var statement =
            connection.prepareStatement(
                "INSERT INTO workflow_history (workflow_id, server_id, status, started_at, steps_completed, total_steps, metadata) VALUES (?,?,?,'2025-08-14T12:00:00.123456',1,2,?)")) {
      statement.setString(1, workflow);
      statement.setString(2, server);
      statement.setString(3, status);
      statement.setString(4, metadata);
      statement.executeUpdate();
    }
  }

  void execute(String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }
}
