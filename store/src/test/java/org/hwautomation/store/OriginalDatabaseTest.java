package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hwautomation.workflow.StoreException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that the original wrote, at each of its versions and with rows. */
class OriginalDatabaseTest {
  @TempDir Path folder;
  private OriginalDatabase original;

  @BeforeEach
  void begin() {
    original = new OriginalDatabase(file());
  }

  private Path file() {
    return folder.resolve("hw_automation.db");
  }

  private void original(int version) throws SQLException {
    original.make(version);
  }

  private void execute(String... statements) throws SQLException {
    original.execute(statements);
  }

  private List<Map<String, String>> rows(Path database, String sql) throws SQLException {
    return OriginalDatabase.rows(database, sql);
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
    assertThat(rows(file(), "SELECT * FROM power_state_history")).hasSize(version >= 5 ? 2 : 0);
    assertThat(rows(file(), "SELECT * FROM workflow_history WHERE workflow_id LIKE 'original-%'"))
        .hasSize(version >= 6 ? 4 : 0);
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

  @Test
  void a_copy_that_fails_changes_nothing_and_leaves_no_draft() throws Exception {
    original(6);
    original.history("filling", "rack12-u07", "completed", null, "x".repeat(100_000));
    var page =
        Long.parseLong(
            rows(file(), "SELECT rootpage FROM sqlite_schema WHERE name = 'workflow_history'")
                .getFirst()
                .get("rootpage"));
    var bytes = Files.readAllBytes(file());
    Arrays.fill(bytes, (int) (page - 1) * 4_096, (int) page * 4_096, (byte) 0x5a);
    Files.write(file(), bytes);
    assertThatThrownBy(() -> SqliteStore.open(file()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("can't be copied");
    assertThat(file()).hasBinaryContent(bytes);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void a_draft_of_a_process_that_died_is_taken_away_by_the_next_copy() throws Exception {
    var folders = folder.resolve("db");
    try (var store = SqliteStore.open(folders.resolve("live.db"))) {
      var child = new ProcessBuilder("true").start();
      child.waitFor();
      var left = Files.createFile(folders.resolve(".copy.db." + child.pid() + ".draft"));
      var other = Files.createFile(folders.resolve(".copy.db.mine.draft"));
      store.backUp(folders.resolve("copy.db"));
      assertThat(left).doesNotExist();
      assertThat(other).exists();
    }
  }
}
