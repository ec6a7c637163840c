package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.hwautomation.store.OriginalImport.Counted;
import org.hwautomation.store.OriginalImport.Difference;
import org.hwautomation.store.OriginalImport.Imported;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every database takes from a file that the original wrote. */
abstract class OriginalImportContract {
  @TempDir Path folder;
  @TempDir Path sourceFolder;
  private SqlStore store;

  /** Opens this test's data, which is empty at first. */
  abstract SqlStore opened() throws Exception;

  /** Removes this test's data. */
  void removeData() throws Exception {}

  @BeforeEach
  void open() throws Exception {
    store = opened();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    removeData();
  }

  private OriginalDatabase source() {
    return new OriginalDatabase(sourceFolder.resolve("old one.db"));
  }

  /** Imports, and requires that the file is as it was and nothing is left beside it. */
  private Imported imported(boolean onlyTry) throws Exception {
    var before = contents();
    var imported = store.importOriginal(source().file(), "test", onlyTry);
    assertThat(contents()).isEqualTo(before);
    return imported;
  }

  private Map<String, Integer> contents() throws Exception {
    var contents = new TreeMap<String, Integer>();
    try (var files = Files.list(sourceFolder)) {
      for (var each : files.toList()) {
        contents.put(each.toString(), Arrays.hashCode(Files.readAllBytes(each)));
      }
    }
    return contents;
  }

  private long rows(String table) {
    return store.database().read(session -> session.number("SELECT count(*) AS n FROM " + table));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void every_row_of_each_version_is_taken_once_under_the_original_s_ids(int version)
      throws Exception {
    source().make(version);
    var tried = imported(true);
    assertThat(rows("servers")).as("only tried").isZero();
    assertThat(store.audit().newest(5)).isEmpty();
    var first = imported(false);
    assertThat(first).isEqualTo(tried);
    assertThat(first.version()).isEqualTo(version);
    assertThat(first.tables())
        .containsEntry("servers", new Counted(3, 0, 0, 0))
        .containsEntry("workflow_history", new Counted(version >= 6 ? 4 : 0, 0, 0, 0))
        .containsEntry("power_state_history", new Counted(version >= 5 ? 2 : 0, 0, 0, 0));
    assertThat(first.differences()).isEmpty();
    assertThat(first.notTaken()).isEmpty();
    assertThat(store.audit().newest(1).getFirst().action()).isEqualTo("original_imported");

    var again = imported(false);
    assertThat(again.tables())
        .containsEntry("servers", new Counted(0, 3, 0, 0))
        .containsEntry("workflow_history", new Counted(0, version >= 6 ? 4 : 0, 0, 0))
        .containsEntry("power_state_history", new Counted(0, version >= 5 ? 2 : 0, 0, 0));
    assertThat(again.changes()).isFalse();
    assertThat(store.audit().newest(5)).as("nothing was done").hasSize(1);

    var server = store.inventory().find("rack12-u07").orElseThrow();
    assertThat(server.isReady()).isTrue();
    assertThat(server.ipmiAddress()).contains("10.0.0.7");
    if (version >= 3) {
      assertThat(server.column("created_at")).contains("2025-08-14 10:00:00");
      assertThat(server.column("last_seen")).contains("yesterday");
    }
    if (version >= 4) {
      assertThat(server.memoryGb()).hasValue(256);
    }
    assertThat(store.inventory().find("it's \"odd\"")).isPresent();
    assertThat(store.powerStates().of("gone")).hasSize(version >= 5 ? 1 : 0);
    if (version >= 6) {
      var runs = store.originalHistory().list(Optional.empty(), OptionalLong.empty(), 10);
      assertThat(runs)
          .extracting(run -> run.workflowId())
          .containsExactly("original-4", "original-3", "original-2", "original-1");
      assertThat(runs.getLast().startedAt()).contains("2025-08-14T12:00:00.123456");
      assertThat(runs.getFirst().startedAt()).isEmpty();
      assertThat(store.originalHistory().metadata(runs.getLast().id(), 10_000))
          .contains(OriginalDatabase.METADATA);
    }
  }

  @Test
  void a_server_that_is_there_keeps_what_it_says_and_is_filled_where_it_says_nothing()
      throws Exception {
    source().make(6);
    store
        .inventory()
        .update(
            "rack12-u07", Map.of("ipmi_address", "10.9.9.9", "memory_gb", 256, "notes", "ours"));
    source().execute("UPDATE servers SET power_state = 'on', notes = ' ', rack_location = 'B12'");
    var imported = imported(false);
    assertThat(imported.tables()).containsEntry("servers", new Counted(2, 0, 1, 1));
    assertThat(imported.differences())
        .containsExactly(
            new Difference("servers", "rack12-u07", "ipmi_address", "10.9.9.9", "10.0.0.7"));
    var server = store.inventory().find("rack12-u07").orElseThrow();
    assertThat(server.ipmiAddress()).contains("10.9.9.9");
    assertThat(server.rackLocation()).contains("B12");
    assertThat(server.powerState()).as("UNKNOWN says nothing").contains("on");
    assertThat(server.column("notes")).contains("ours");
    assertThat(imported(false).tables()).containsEntry("servers", new Counted(0, 2, 0, 1));
  }

  @Test
  void columns_and_tables_that_somebody_added_are_told_and_not_taken() throws Exception {
    source().make(6);
    source()
        .execute(
            "ALTER TABLE servers ADD COLUMN \"odd \"\"name\" TEXT",
            "UPDATE servers SET \"odd \"\"name\" = 'x' WHERE server_id = 'rack12-u07'",
            "ALTER TABLE workflow_history ADD COLUMN ticket TEXT",
            "CREATE TABLE mine (id INTEGER)");
    var imported = imported(false);
    assertThat(imported.notTaken())
        .containsExactly(
            "column servers.odd \"name, which 1 rows have",
            "column workflow_history.ticket, which 0 rows have",
            "table mine");
    assertThat(imported.tables()).containsEntry("servers", new Counted(3, 0, 0, 0));
  }

  @Test
  void a_run_that_the_original_ended_since_is_brought_up_and_an_ended_one_is_never_changed()
      throws Exception {
    source().make(6);
    imported(false);
    source()
        .execute(
            "UPDATE workflow_history SET status = 'failed', error_message = 'late' WHERE workflow_id = 'original-2'",
            "UPDATE workflow_history SET status = 'failed' WHERE workflow_id = 'original-1'");
    var imported = imported(false);
    assertThat(imported.tables()).containsEntry("workflow_history", new Counted(0, 2, 1, 1));
    assertThat(imported.differences())
        .containsExactly(
            new Difference(
                "workflow_history",
                "original-1 on rack12-u07, begun 2025-08-14T12:00:00.123456",
                "status",
                "completed",
                "failed"));
    assertThat(store.originalHistory().list(Optional.of("rack12-u07"), OptionalLong.empty(), 9))
        .extracting(run -> run.workflowId() + " " + run.status())
        .containsExactly("original-2 failed", "original-1 completed");
  }

  @Test
  void a_workflow_id_that_the_original_gave_twice_is_two_rows_and_stays_two() throws Exception {
    source().make(6);
    for (var i = 0; i < 2; i++) {
      source().history("twice", "rack12-u07", "completed", "2025-08-14 12:00:00", null);
    }
    assertThat(imported(false).tables()).containsEntry("workflow_history", new Counted(6, 0, 0, 0));
    assertThat(imported(false).tables()).containsEntry("workflow_history", new Counted(0, 6, 0, 0));
  }

  @Test
  void odd_rows_are_taken_as_they_are_and_only_once() throws Exception {
    source().make(6);
    source()
        .execute(
            "INSERT INTO servers (server_id, notes) VALUES (NULL, 'nobody')",
            "INSERT INTO servers (server_id, notes) VALUES ('', 'blank')",
            "INSERT INTO servers (server_id, notes) VALUES ('../x?y#z/é\u0001', CAST(x'ff416200c3' AS TEXT))",
            "INSERT INTO servers (server_id, memory_gb, tags) VALUES ('numbers', 'many', x'0102')",
            "INSERT INTO workflow_history (workflow_id, server_id, status, started_at, steps_completed, metadata) VALUES ('odd', CAST(x'ff41' AS TEXT), 'On Fire', NULL, 'three', CAST(x'7bff00' AS TEXT))");
    source().history("huge", "rack12-u07", "running", "x", "[" + "1,".repeat(3_000_000) + "1]");
    var first = imported(false);
    assertThat(first.withoutId()).isEqualTo(1);
    assertThat(first.tables())
        .containsEntry("servers", new Counted(6, 0, 0, 0))
        .containsEntry("workflow_history", new Counted(6, 0, 0, 0));
    var again = imported(false);
    assertThat(again.changes()).isFalse();
    assertThat(again.differences()).isEmpty();
    assertThat(store.inventory().find("../x?y#z/é\u0001")).isPresent();
    var huge =
        store.originalHistory().list(Optional.of("rack12-u07"), OptionalLong.empty(), 1).getFirst();
    assertThat(huge.metadataBytes()).isEqualTo(6_000_003L);
    assertThat(store.originalHistory().metadata(huge.id(), 1_000_000)).isEmpty();
  }

  @Test
  void a_file_that_is_written_to_is_taken_as_it_was_at_one_moment() throws Exception {
    source().make(6);
    source().execute("PRAGMA journal_mode = WAL");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + source().file());
        var statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO servers (server_id) VALUES ('committed')");
      statement.executeUpdate("BEGIN");
      statement.executeUpdate("INSERT INTO servers (server_id) VALUES ('not yet')");
      var imported = store.importOriginal(source().file(), "test", false);
      assertThat(imported.tables()).containsEntry("servers", new Counted(4, 0, 0, 0));
      statement.executeUpdate("COMMIT");
    }
    assertThat(store.inventory().find("committed")).isPresent();
    assertThat(store.inventory().find("not yet")).isEmpty();
    assertThat(imported(false).tables()).containsEntry("servers", new Counted(1, 4, 0, 0));
  }

  @Test
  void a_writer_of_a_file_without_a_log_is_no_obstacle() throws Exception {
    source().make(6);
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + source().file());
        var statement = connection.createStatement()) {
      statement.executeUpdate("BEGIN IMMEDIATE");
      statement.executeUpdate("INSERT INTO servers (server_id) VALUES ('not yet')");
      var imported = store.importOriginal(source().file(), "test", false);
      assertThat(imported.tables()).containsEntry("servers", new Counted(3, 0, 0, 0));
      statement.executeUpdate("COMMIT");
    }
  }

  @Test
  void what_is_no_original_is_refused_and_nothing_taken() throws Exception {
    var file = source().file();
    assertRefused(IllegalArgumentException.class, "is not there");
    SqliteStore.open(file).close();
    assertRefused(IllegalArgumentException.class, "of this hwauto");
    Files.delete(file);
    source().execute("CREATE TABLE bookmarks (url TEXT)");
    assertRefused(UnusableDatabaseException.class, "another program");
    Files.delete(file);
    source().make(6).execute("UPDATE schema_migrations SET version = 7 WHERE version = 6");
    assertRefused(UnusableDatabaseException.class, "version 7");
    var bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 4_096));
    assertRefused(UnusableDatabaseException.class, "damaged");
    Files.writeString(file, "a letter ".repeat(100));
    assertRefused(UnusableDatabaseException.class, "not an SQLite database");
    assertThat(rows("servers")).isZero();
  }

  private void assertRefused(Class<? extends Exception> error, String words) throws Exception {
    var before = contents();
    assertThatThrownBy(() -> store.importOriginal(source().file(), "test", false))
        .isInstanceOf(error)
        .hasMessageContaining(words)
        .hasMessageContaining(source().file().toString());
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void columns_of_the_inventory_that_somebody_added_are_read() {
    store
        .database()
        .change(
            session -> {
              session.script("ALTER TABLE servers ADD COLUMN hostname TEXT");
              session.script("ALTER TABLE servers ADD COLUMN ticket TEXT");
            });
    store.inventory().identify("s1", ServerIdentity.EMPTY.withNames("real-name", "s1"));
    store
        .database()
        .change(
            session -> session.update("UPDATE servers SET hostname = 'theirs', ticket = 'OPS-7'"));
    var server = store.inventory().find("s1").orElseThrow();
    assertThat(server.identity().hostname()).contains("real-name");
    assertThat(server.added())
        .containsEntry("hostname", "theirs")
        .containsEntry("ticket", "OPS-7")
        .hasSize(2);
    assertThat(store.inventory().findByName("real-name")).isPresent();
  }

  @Test
  void power_states_are_read_in_pages() {
    for (var state : new String[] {"on", "off", "on"}) {
      store.powerStates().record("s1", state, "test");
    }
    var page = store.powerStates().list(Optional.of("s1"), OptionalLong.empty(), 2);
    assertThat(page).hasSize(2);
    assertThat(store.powerStates().list(Optional.empty(), OptionalLong.of(page.getLast().id()), 2))
        .singleElement()
        .satisfies(last -> assertThat(last.newState()).isEqualTo("on"));
    assertThat(store.powerStates().count(Optional.of("s1"))).isEqualTo(3);
    assertThat(store.powerStates().count(Optional.empty())).isEqualTo(3);
  }

  @Test
  void a_run_of_ours_is_no_row_of_the_original() {
    store.create(TestRuns.start(TestRuns.record("prov-001")));
    assertThat(rows("workflow_history")).isEqualTo(1);
    assertThat(store.originalHistory().count(Optional.empty())).isZero();
    assertThat(store.originalHistory().list(Optional.empty(), OptionalLong.empty(), 9)).isEmpty();
    assertThat(store.originalHistory().find(1)).isEmpty();
  }
}
