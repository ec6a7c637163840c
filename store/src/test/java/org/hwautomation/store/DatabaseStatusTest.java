package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.hwautomation.store.DatabaseStatus.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a database is, found out without changing a byte of it or beside it. */
class DatabaseStatusTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("hw_automation.db");
  }

  private OriginalDatabase original(int version) throws Exception {
    return new OriginalDatabase(file()).make(version);
  }

  /** Looks, and requires that the folder is as it was, to the byte and to the file. */
  private DatabaseStatus looked() throws Exception {
    var before = contents();
    var status = SqliteStore.look(file());
    assertThat(contents()).isEqualTo(before);
    return status;
  }

  private Map<String, Integer> contents() throws Exception {
    var contents = new TreeMap<String, Integer>();
    try (var files = Files.list(folder)) {
      for (var each : files.toList()) {
        contents.put(each.toString(), Arrays.hashCode(Files.readAllBytes(each)));
      }
    }
    return contents;
  }

  @Test
  void where_there_is_none_it_says_so_and_makes_none() throws Exception {
    assertThat(looked().kind()).isEqualTo(Kind.ABSENT);
    Files.createFile(file());
    var empty = looked();
    assertThat(empty.kind()).isEqualTo(Kind.EMPTY);
    assertThat(empty.pending()).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void an_original_says_its_version_and_its_rows(int version) throws Exception {
    original(version);
    var status = looked();
    assertThat(status.kind()).isEqualTo(Kind.ORIGINAL);
    assertThat(status.originalVersion()).hasValue(version);
    assertThat(status.rows()).containsEntry("servers", 3L);
    assertThat(status.rows().containsKey("power_state_history")).isEqualTo(version >= 5);
    assertThat(status.leftRunning()).isEqualTo(version >= 6 ? 2 : 0);
    assertThat(status.bytes()).hasValue(Files.size(file()));
    assertThat(status.applied()).isEmpty();
    assertThat(status.pending()).startsWith("2-journal").hasSize(9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void what_opening_makes_of_it_is_tried_on_a_copy(int version) throws Exception {
    original(version);
    var before = contents();
    var tried = SqliteStore.tryOpening(file());
    assertThat(contents()).isEqualTo(before);
    assertThat(tried.kind()).isEqualTo(Kind.OURS);
    SqliteStore.open(file()).close();
    var opened = looked();
    assertThat(opened.rows()).isEqualTo(tried.rows());
    assertThat(opened.leftRunning()).isEqualTo(tried.leftRunning()).isEqualTo(version < 6 ? 0 : 2);
    assertThat(opened.copies())
        .singleElement()
        .satisfies(
            copy ->
                assertThat(copy.getFileName().toString())
                    .startsWith("hw_automation.db.original-v" + version + "-"));
  }

  @Test
  void ours_has_all_migrations_and_counts_runs() throws Exception {
    try (var store = SqliteStore.open(file())) {
      store.create(TestRuns.start(TestRuns.record("prov-001")));
      var live = SqliteStore.look(file());
      assertThat(live.rows()).as("while it is written to").containsEntry("runs", 1L);
    }
    var status = looked();
    assertThat(status.kind()).isEqualTo(Kind.OURS);
    assertThat(status.applied()).hasSize(10).startsWith("1-original-version-6");
    assertThat(status.pending()).isEmpty();
    assertThat(status.rows()).containsEntry("workflow_history", 1L).containsEntry("runs", 1L);
    assertThat(status.leftRunning()).as("the running one has a run of ours").isZero();
  }

  @Test
  void what_can_t_be_used_says_why_and_is_not_touched() throws Exception {
    original(6).execute("UPDATE schema_migrations SET version = 7 WHERE version = 6");
    assertRefused(Kind.NEWER, "version 7 of the original");
    Files.delete(file());
    SqliteStore.open(file()).close();
    new OriginalDatabase(file()).execute("PRAGMA user_version = 99");
    assertRefused(Kind.NEWER, "newer version of hwauto");
    Files.delete(file());
    new OriginalDatabase(file()).execute("CREATE TABLE bookmarks (url TEXT)");
    assertRefused(Kind.FOREIGN, "another program");
    Files.writeString(file(), "a letter of more than a hundred bytes\n".repeat(50));
    assertRefused(Kind.DAMAGED, "is not an SQLite database");
    Files.delete(file());
    original(6);
    var bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, bytes.length - 4_096));
    assertRefused(Kind.DAMAGED, "damaged");
    Files.delete(file());
    Files.createDirectory(file());
    assertThat(SqliteStore.look(file()).kind()).isEqualTo(Kind.DAMAGED);
  }

  private void assertRefused(Kind kind, String words) throws Exception {
    var status = looked();
    assertThat(status.kind()).isEqualTo(kind);
    assertThat(status.problem())
        .hasValueSatisfying(text -> assertThat(text).contains(words, file().toString()));
    assertThatThrownBy(status::requireUsable).isInstanceOf(UnusableDatabaseException.class);
    var before = contents();
    assertThatThrownBy(() -> SqliteStore.tryOpening(file()))
        .isInstanceOf(UnusableDatabaseException.class);
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void what_a_writer_that_died_left_is_played_back_in_a_copy_and_not_beside_it() throws Exception {
    original(6);
    var other = folder.resolve("other");
    Files.createDirectory(other);
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA cache_spill = 1");
      statement.executeUpdate("PRAGMA cache_size = 1");
      statement.executeUpdate("BEGIN");
      statement.executeUpdate("DELETE FROM workflow_history");
      statement.executeUpdate(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT INTO servers (server_id, notes) SELECT 's' || i, hex(zeroblob(2000)) FROM n");
      for (var ending : new String[] {"", "-journal"}) { // as a crash leaves them
        Files.copy(
            folder.resolve("hw_automation.db" + ending),
            other.resolve("hw_automation.db" + ending));
      }
      statement.executeUpdate("ROLLBACK");
    }
    var journal = other.resolve("hw_automation.db-journal");
    assertThat(Files.size(journal)).isPositive();
    var before = Files.readAllBytes(other.resolve("hw_automation.db"));
    assertThat(SqliteStore.look(other.resolve("hw_automation.db")).rows())
        .containsEntry("servers", 3L)
        .containsEntry("workflow_history", 4L);
    assertThat(other.resolve("hw_automation.db")).hasBinaryContent(before);
    assertThat(journal).exists();
  }
}
