package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hwautomation.workflow.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that the original wrote, at each of its versions and with rows. */
class OriginalDatabaseTest {
  private static final List<List<String>> MIGRATIONS =
      List.of(
          List.of(
              """
              CREATE TABLE servers (server_id TEXT PRIMARY KEY, status_name TEXT, is_ready TEXT,
                server_model TEXT, ip_address TEXT, ip_address_works TEXT, ipmi_address TEXT,
                ipmi_address_works TEXT, kcs_status TEXT, host_interface_status TEXT)"""),
          List.of(
              "ALTER TABLE servers ADD COLUMN ipmi_username TEXT DEFAULT 'ADMIN'",
              "ALTER TABLE servers ADD COLUMN ipmi_password_set TEXT DEFAULT 'FALSE'",
              "ALTER TABLE servers ADD COLUMN bios_password_set TEXT DEFAULT 'FALSE'",
              "ALTER TABLE servers ADD COLUMN redfish_available TEXT DEFAULT 'UNKNOWN'"),
          List.of(
              "ALTER TABLE servers ADD COLUMN created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
              "ALTER TABLE servers ADD COLUMN updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
              "ALTER TABLE servers ADD COLUMN last_seen TIMESTAMP",
              """
              CREATE TRIGGER update_servers_timestamp AFTER UPDATE ON servers BEGIN
                UPDATE servers SET updated_at = CURRENT_TIMESTAMP WHERE server_id = NEW.server_id;
              END"""),
          List.of(
              "ALTER TABLE servers ADD COLUMN cpu_model TEXT",
              "ALTER TABLE servers ADD COLUMN memory_gb INTEGER",
              "ALTER TABLE servers ADD COLUMN storage_info TEXT",
              "ALTER TABLE servers ADD COLUMN network_interfaces TEXT",
              "ALTER TABLE servers ADD COLUMN firmware_version TEXT",
              "ALTER TABLE servers ADD COLUMN rack_location TEXT",
              "ALTER TABLE servers ADD COLUMN tags TEXT"),
          List.of(
              "ALTER TABLE servers ADD COLUMN power_state TEXT DEFAULT 'UNKNOWN'",
              "ALTER TABLE servers ADD COLUMN last_power_change TIMESTAMP",
              """
              CREATE TABLE power_state_history (id INTEGER PRIMARY KEY AUTOINCREMENT,
                server_id TEXT NOT NULL, old_state TEXT, new_state TEXT NOT NULL,
                changed_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, changed_by TEXT,
                FOREIGN KEY (server_id) REFERENCES servers (server_id))"""),
          List.of(
              "ALTER TABLE servers ADD COLUMN device_type TEXT",
              "ALTER TABLE servers ADD COLUMN server_type TEXT",
              "ALTER TABLE servers ADD COLUMN commissioning_status TEXT",
              "ALTER TABLE servers ADD COLUMN workflow_id TEXT",
              "ALTER TABLE servers ADD COLUMN workflow_status TEXT",
              "ALTER TABLE servers ADD COLUMN last_workflow_run TIMESTAMP",
              "ALTER TABLE servers ADD COLUMN bios_config_applied TEXT",
              "ALTER TABLE servers ADD COLUMN bios_config_version TEXT",
              "ALTER TABLE servers ADD COLUMN ipmi_configured INTEGER DEFAULT 0",
              "ALTER TABLE servers ADD COLUMN ssh_accessible INTEGER DEFAULT 0",
              "ALTER TABLE servers ADD COLUMN hardware_validated INTEGER DEFAULT 0",
              "ALTER TABLE servers ADD COLUMN provisioning_target TEXT",
              "ALTER TABLE servers ADD COLUMN assigned_role TEXT",
              "ALTER TABLE servers ADD COLUMN deployment_status TEXT",
              "ALTER TABLE servers ADD COLUMN notes TEXT",
              """
              CREATE TABLE workflow_history (id INTEGER PRIMARY KEY AUTOINCREMENT,
                workflow_id TEXT NOT NULL, server_id TEXT NOT NULL, device_type TEXT,
                status TEXT NOT NULL, started_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
                completed_at TIMESTAMP, steps_completed INTEGER DEFAULT 0,
                total_steps INTEGER DEFAULT 0, error_message TEXT, metadata TEXT,
                FOREIGN KEY (server_id) REFERENCES servers (server_id))""",
              "CREATE INDEX idx_servers_workflow_id ON servers (workflow_id)",
              "CREATE INDEX idx_servers_device_type ON servers (device_type)"));

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("hw_automation.db");
  }

  /** As the original makes it: each migration alters what the one before left. */
  private void original(int version) throws SQLException {
    execute(
        """
        CREATE TABLE schema_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT,
          version INTEGER UNIQUE NOT NULL, name TEXT NOT NULL,
          applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, checksum TEXT)""");
    for (var number = 1; number <= version; number++) {
      execute(MIGRATIONS.get(number - 1).toArray(String[]::new));
      execute(
          "INSERT INTO schema_migrations (version, name) VALUES (%d, 'migration %d')"
              .formatted(number, number));
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
      execute("INSERT INTO power_state_history (server_id, new_state) VALUES ('rack12-u07', 'on')");
    }
    if (version >= 6) {
      execute(
          "INSERT INTO workflow_history (workflow_id, server_id, status) VALUES ('old', 'gone', 'running')");
    }
  }

  private void execute(String... statements) throws SQLException {
    try (var connection = connection();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  /** The rows of a table, as anybody's SQL reads them. */
  private List<Map<String, String>> rows(Path database, String sql) throws SQLException {
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

  private List<Path> copies() throws Exception {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().contains(".original-")).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void at_each_version_it_opens_with_every_row_and_a_copy_of_it_stands_beside(int version)
      throws Exception {
    original(version);
    var before = rows(file(), "SELECT * FROM servers ORDER BY server_id");
    try (var store = SqliteStore.open(file())) {
      var server = store.inventory().find("rack12-u07").orElseThrow();
      assertThat(server.isReady()).isTrue();
      store.create(TestRuns.start(TestRuns.record("prov-001")));
    }
    var after = rows(file(), "SELECT * FROM servers ORDER BY server_id");
    assertThat(after).hasSameSizeAs(before);
    for (var i = 0; i < before.size(); i++) {
      assertThat(after.get(i)).containsAllEntriesOf(before.get(i));
      assertThat(after.get(i)).hasSize(41);
    }
    assertThat(rows(file(), "SELECT version FROM schema_migrations ORDER BY version"))
        .extracting(row -> row.get("version"))
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(rows(file(), "SELECT * FROM power_state_history")).hasSize(version >= 5 ? 1 : 0);
    assertThat(rows(file(), "SELECT * FROM workflow_history WHERE workflow_id = 'old'"))
        .hasSize(version >= 6 ? 1 : 0);
    assertThat(copies()).hasSize(1);
    assertThat(copies().getFirst().getFileName().toString())
        .startsWith("hw_automation.db.original-v" + version + "-");
    assertThat(rows(copies().getFirst(), "SELECT * FROM servers ORDER BY server_id"))
        .isEqualTo(before);
    SqliteStore.open(file()).close();
    assertThat(copies()).as("only the first change needs a copy").hasSize(1);
  }

  @Test
  void the_columns_stand_as_in_a_fresh_database_and_new_rows_have_the_original_s_defaults()
      throws Exception {
    original(2);
    SqliteStore.open(file()).close();
    var fresh = folder.resolve("fresh.db");
    SqliteStore.open(fresh).close();
    var columns =
        "SELECT cid, name, type, dflt_value FROM pragma_table_info('servers') ORDER BY cid";
    assertThat(rows(file(), columns)).isEqualTo(rows(fresh, columns));
    execute("INSERT INTO servers (server_id) VALUES ('new')");
    assertThat(rows(file(), "SELECT created_at, power_state FROM servers WHERE server_id = 'new'"))
        .allSatisfy(
            row -> {
              assertThat(row)
                  .hasEntrySatisfying("created_at", at -> assertThat(at).startsWith("20"));
              assertThat(row).containsEntry("power_state", "UNKNOWN");
            });
    execute("UPDATE servers SET updated_at = 'long ago'", "UPDATE servers SET notes = 'x'");
    assertThat(rows(file(), "SELECT updated_at FROM servers WHERE server_id = 'new'"))
        .as("the original's trigger is there")
        .extracting(row -> row.get("updated_at"))
        .doesNotContain("long ago");
  }

  @Test
  void what_somebody_added_stays_columns_indexes_triggers_and_views() throws Exception {
    original(3);
    execute(
        "ALTER TABLE servers ADD COLUMN currServerModels TEXT DEFAULT 'none'",
        "UPDATE servers SET currServerModels = 'X11' WHERE server_id = 'rack12-u07'",
        "CREATE INDEX mine ON servers (ipmi_address)",
        "CREATE TABLE seen (server_id TEXT)",
        "CREATE TRIGGER note_new AFTER INSERT ON servers BEGIN INSERT INTO seen VALUES (NEW.server_id); END",
        "CREATE VIEW ready AS SELECT server_id FROM servers WHERE is_ready = 'TRUE'");
    SqliteStore.open(file()).close();
    assertThat(rows(file(), "SELECT * FROM ready")).hasSize(3);
    assertThat(rows(file(), "SELECT * FROM seen")).as("copying is no insert of theirs").isEmpty();
    execute("INSERT INTO servers (server_id) VALUES ('new')");
    assertThat(rows(file(), "SELECT * FROM seen")).hasSize(1);
    assertThat(rows(file(), "SELECT server_id, currServerModels FROM servers ORDER BY server_id"))
        .extracting(row -> row.get("currServerModels"))
        .containsExactlyInAnyOrder("none", "none", "none", "X11");
    assertThat(rows(file(), "SELECT name FROM sqlite_schema WHERE name = 'mine'")).hasSize(1);
  }

  @Test
  void a_copy_of_it_can_be_restored_and_leaves_no_copy_of_the_copy() throws Exception {
    original(2);
    var backup = folder.resolve("old.db");
    Files.move(file(), backup);
    SqliteRestore.restore(backup, file(), SqliteOptions.DEFAULT, "test");
    assertThat(rows(file(), "SELECT * FROM servers")).hasSize(3);
    assertThat(rows(backup, "SELECT max(version) AS n FROM schema_migrations"))
        .as("the backup is only read")
        .extracting(row -> row.get("n"))
        .containsExactly("2");
    assertThat(copies()).isEmpty();
  }

  @Test
  void a_change_that_fails_half_way_leaves_every_row_as_it_was() throws Exception {
    original(2);
    execute("CREATE TABLE workflow_history (something_else TEXT)");
    var before = rows(file(), "SELECT * FROM servers ORDER BY server_id");
    assertThatThrownBy(() -> SqliteStore.open(file())).isInstanceOf(StoreException.class);
    assertThat(rows(file(), "SELECT * FROM servers ORDER BY server_id")).isEqualTo(before);
    assertThat(rows(file(), "SELECT max(version) AS n FROM schema_migrations"))
        .extracting(row -> row.get("n"))
        .containsExactly("2");
    assertThat(copies()).hasSize(1);
  }
}
