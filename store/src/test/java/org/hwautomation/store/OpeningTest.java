package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.hwautomation.workflow.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("hw_automation.db");
  }

  @Test
  void a_fresh_database_has_the_original_s_tables_and_ours() {
    var nested = folder.resolve("state/of/alice/hw_automation.db");
    try (var store = SqliteStore.open(nested)) {
      List<String> tables =
          store
              .database()
              .read(
                  session ->
                      session.list(
                          "SELECT name FROM sqlite_schema WHERE type = 'table'",
                          row -> row.text("name")));
      assertThat(tables)
          .contains(
              "schema_migrations",
              "servers",
              "workflow_history",
              "power_state_history",
              "run",
              "journal",
              "lock",
              "command",
              "owner",
              "secret",
              "quarantine",
              "host_key",
              "tls_pin",
              "audit",
              "progress",
              "server_identity");
      assertThat(columns(store, "servers")).hasSize(41);
      assertThat(columns(store, "workflow_history"))
          .containsExactly(
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
      assertThat(columns(store, "journal"))
          .containsExactly(
              "run_id",
              "seq",
              "epoch",
              "type",
              "schema_version",
              "at_utc_micros",
              "actor",
              "payload");
    }
  }

  @Test
  void the_writer_is_durable() {
    try (var store = SqliteStore.open(file())) {
      var pragmas =
          store
              .database()
              .<List<Long>>write(
                  session ->
                      List.of(
                          session.number("SELECT synchronous AS n FROM pragma_synchronous"),
                          session.number(
                              "SELECT journal_mode = 'wal' AS n FROM pragma_journal_mode"),
                          session.number("SELECT foreign_keys AS n FROM pragma_foreign_keys")));
      assertThat(pragmas).containsExactly(2L, 1L, 0L);
    }
  }

  @Test
  void an_original_database_at_version_6_opens_and_keeps_its_rows() throws Exception {
    original(6);
    try (var store = SqliteStore.open(file())) {
      var server = store.inventory().find("rack12-u07").orElseThrow();
      assertThat(server.isReady()).isTrue();
      assertThat(server.memoryGb()).hasValue(256);
      store.create(TestRuns.start(TestRuns.record("prov-001")));
    }
    try (var store = SqliteStore.open(file())) {
      assertThat(count(store, "SELECT count(*) AS n FROM workflow_history")).isEqualTo(2);
      assertThat(count(store, "SELECT max(version) AS n FROM schema_migrations")).isEqualTo(6);
      assertThat(count(store, "SELECT count(*) AS n FROM run")).isEqualTo(1);
    }
  }

  @Test
  void an_original_database_at_a_newer_version_is_refused_untouched() throws Exception {
    original(7);
    assertRefusedUntouched("version 7 of the original");
  }

  @Test
  void an_original_database_that_says_no_version_is_refused_untouched() throws Exception {
    original(6);
    execute("DELETE FROM schema_migrations");
    assertRefusedUntouched("does not say of which version");
  }

  @Test
  void a_database_of_a_newer_version_is_refused_untouched() throws Exception {
    SqliteStore.open(file()).close();
    execute("PRAGMA user_version = 99");
    assertRefusedUntouched("newer version");
  }

  @Test
  void a_database_of_another_program_is_refused_untouched() throws Exception {
    execute("CREATE TABLE bookmarks (url TEXT)");
    assertRefusedUntouched("another program");
  }

  @Test
  void a_file_that_is_no_database_is_refused_untouched() throws Exception {
    Files.writeString(file(), "server_id,status\nrack12-u07,ready\n".repeat(200));
    assertRefusedUntouched("is not an SQLite database");
  }

  @Test
  void a_truncated_database_is_refused_untouched() throws Exception {
    SqliteStore.open(file()).close();
    var bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, bytes.length / 2));
    assertRefusedUntouched("is damaged");
  }

  @Test
  void a_database_with_a_scribbled_schema_is_refused_untouched() throws Exception {
    SqliteStore.open(file()).close();
    var bytes = Files.readAllBytes(file());
    Arrays.fill(bytes, 100, 4_096, (byte) 0x5a);
    Files.write(file(), bytes);
    assertRefusedUntouched("is damaged");
  }

  @Test
  void a_damaged_page_is_an_error_where_it_is_read_and_no_wrong_answer() throws Exception {
    var run = TestRuns.record("prov-001");
    try (var store = SqliteStore.open(file())) {
      store.create(TestRuns.start(run));
    }
    long page;
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement();
        var result =
            statement.executeQuery("SELECT rootpage FROM sqlite_schema WHERE name = 'journal'")) {
      page = result.getLong(1);
    }
    var bytes = Files.readAllBytes(file());
    Arrays.fill(bytes, (int) (page - 1) * 4_096, (int) (page - 1) * 4_096 + 64, (byte) 0x5a);
    Files.write(file(), bytes);
    try (var store = SqliteStore.open(file())) {
      assertThatThrownBy(() -> store.entries(run.runId(), 0))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is damaged")
          .hasMessageContaining(".recover");
      assertThat(store.run(run.runId())).isPresent();
    }
  }

  @Test
  void an_empty_file_becomes_a_database() throws Exception {
    Files.createFile(file());
    try (var store = SqliteStore.open(file())) {
      store.create(TestRuns.start(TestRuns.record("prov-001")));
    }
  }

  @Test
  void a_folder_where_the_database_should_be_is_named() throws Exception {
    Files.createDirectory(file());
    assertThatThrownBy(() -> SqliteStore.open(file()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is a folder");
    var below = Files.createFile(folder.resolve("a-file")).resolve("hw_automation.db");
    assertThatThrownBy(() -> SqliteStore.open(below))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("can't be made");
  }

  @Test
  void a_folder_that_can_t_be_written_is_named() {
    var proc = Path.of("/proc");
    assumeTrue(Files.isDirectory(proc), "there is no /proc here");
    assertThatThrownBy(() -> SqliteStore.open(proc.resolve("hw_automation.db")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("/proc")
        .hasMessageContaining("folder");
  }

  @Test
  void a_read_only_file_is_refused_with_what_to_do() throws Exception {
    SqliteStore.open(file()).close();
    assumeTrue(file().toFile().setReadOnly());
    assumeTrue(!Files.isWritable(file()), "this user may write everything");
    assertThatThrownBy(() -> SqliteStore.open(file()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("read-only");
  }

  @Test
  void a_database_that_turns_read_only_is_an_error_and_works_again_after() {
    var run = TestRuns.record("prov-001");
    try (var store = SqliteStore.open(file())) {
      store.create(TestRuns.start(run));
      store.database().change(session -> session.script("PRAGMA query_only = ON"));
      assertThatThrownBy(() -> store.append(TestRuns.next(run, 1)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("can't be written");
      assertThat(store.entries(run.runId(), 0)).hasSize(1);
    }
    try (var store = SqliteStore.open(file())) {
      store.append(TestRuns.next(run, 1));
      assertThat(store.entries(run.runId(), 0)).hasSize(2);
    }
  }

  @Test
  void a_full_disk_is_an_error_and_after_repair_nothing_committed_is_missing() {
    try (var store = SqliteStore.open(file())) {
      var run = TestRuns.record("prov-001");
      store.create(TestRuns.start(run));
      store
          .database()
          .change(
              session -> {
                var pages = session.number("SELECT page_count AS n FROM pragma_page_count");
                session.script("PRAGMA max_page_count = " + (pages + 2));
              });
      var last = run;
      StoreException full = null;
      while (full == null) {
        var next = TestRuns.next(last, 20);
        try {
          store.append(next);
          last = next.record();
        } catch (StoreException e) {
          full = e;
        }
      }
      assertThat(full).hasMessageContaining("the disk is full").hasMessageContaining("free some");
      assertThat(store.run(run.runId())).contains(last);
      assertThat(store.entries(run.runId(), 0)).hasSize((int) last.lastSeq());
      store.database().change(session -> session.script("PRAGMA max_page_count = 1000000"));
      store.append(TestRuns.next(last, 20));
      assertThat(store.entries(run.runId(), 0)).hasSize((int) last.lastSeq() + 20);
    }
  }

  @Test
  void many_open_a_fresh_path_at_once() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      var openings =
          IntStream.range(0, 8)
              .<Callable<Boolean>>mapToObj(
                  i ->
                      () -> {
                        try (var store = SqliteStore.open(file())) {
                          store.create(TestRuns.start(TestRuns.record("r" + i)));
                        }
                        return true;
                      })
              .toList();
      for (var opening : threads.invokeAll(openings)) {
        assertThat(opening.get()).isTrue();
      }
    }
    try (var store = SqliteStore.open(file())) {
      assertThat(count(store, "SELECT count(*) AS n FROM run")).isEqualTo(8);
    }
  }

  @Test
  void an_up_to_date_database_opens_fast() {
    SqliteStore.open(file()).close();
    var times =
        IntStream.range(0, 5)
            .mapToLong(
                i -> {
                  var start = System.nanoTime();
                  SqliteStore.open(file()).close();
                  return System.nanoTime() - start;
                })
            .sorted()
            .toArray();
    assertThat(times[2]).isLessThan(100_000_000L);
  }

  private void assertRefusedUntouched(String message) throws Exception {
    var before = contents();
    assertThatThrownBy(() -> SqliteStore.open(file()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining(message);
    assertThat(contents()).isEqualTo(before);
  }

  /** The hash of each file; SQLite may leave an empty log and its index beside a file it read. */
  private Map<String, String> contents() throws Exception {
    var contents = new TreeMap<String, String>();
    try (var files = Files.list(folder)) {
      for (var path : files.toList()) {
        var bytes = Files.readAllBytes(path);
        if (!path.toString().endsWith("-shm") && bytes.length > 0) {
          var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
          contents.put(path.toString(), HexFormat.of().formatHex(hash));
        }
      }
    }
    return contents;
  }

  /** A database as the original's migrations leave it, with a server and a history row. */
  private void original(int version) throws Exception {
    var sql =
        new String(
            OpeningTest.class.getResourceAsStream("1-original-version-6.sql").readAllBytes(),
            StandardCharsets.UTF_8);
    execute(
        sql,
        "DELETE FROM schema_migrations",
        "INSERT INTO schema_migrations (version, name) VALUES (" + version + ", 'latest')",
        "INSERT INTO servers (server_id, is_ready, memory_gb) VALUES ('rack12-u07', 'TRUE', 256)",
        "INSERT INTO workflow_history (workflow_id, server_id, status) VALUES ('old', 'gone', 'running')");
  }

  private void execute(String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  private static List<String> columns(SqliteStore store, String table) {
    return store
        .database()
        .read(
            session ->
                session.list(
                    "SELECT name FROM pragma_table_info(?)", row -> row.text("name"), table));
  }

  private static long count(SqliteStore store, String sql) {
    return store.database().read(session -> session.number(sql));
  }
}
