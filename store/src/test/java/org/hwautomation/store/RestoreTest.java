package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.hwautomation.store.SqliteRestore.Restored;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup put in the place of the database. */
class RestoreTest {
  @TempDir private Path folder = Path.of(".");
  private Path database = Path.of(".");
  private Path backup = Path.of(".");

  @BeforeEach
  void names() {
    database = folder.resolve("live.db");
    backup = folder.resolve("copy.db");
  }

  private void backUp() {
    try (var store = SqliteStore.open(database)) {
      store.create(TestRuns.start(TestRuns.record("before")));
      store.backUp(backup);
      store.create(TestRuns.start(TestRuns.record("after")));
    }
  }

  private Restored restore() {
    return SqliteRestore.restore(backup, database, SqliteOptions.DEFAULT, "cli:bob");
  }

  private List<String> workflows(Path file) {
    try (var store = SqliteStore.open(file)) {
      return store.runs(RunQuery.ALL).stream().map(run -> run.workflowId()).toList();
    }
  }

  private void refused(String... words) throws IOException {
    var there = Files.exists(database) ? Files.readAllBytes(database) : new byte[0];
    assertThatThrownBy(this::restore).hasMessageContainingAll(words);
    if (Files.exists(database)) {
      assertThat(Files.readAllBytes(database)).as("it was not touched").isEqualTo(there);
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("draft"));
    }
  }

  @Test
  void the_backup_takes_the_place_of_the_database_which_is_kept() {
    backUp();

    var restored = restore();

    assertThat(restored.runs()).isEqualTo(1);
    assertThat(workflows(database)).containsExactly("before");
    assertThat(workflows(restored.replaced().orElseThrow()))
        .containsExactlyInAnyOrder("after", "before");
    try (var store = SqliteStore.open(database)) {
      var told = store.audit().newest(1).getFirst();
      assertThat(told.action()).isEqualTo("database_restored");
      assertThat(told.actor()).isEqualTo("cli:bob");
      assertThat(store.audit().verify(Optional.empty())).isInstanceOf(AuditVerdict.Intact.class);
    }
  }

  @Test
  void where_there_is_no_database_it_is_made() throws IOException {
    backUp();
    Files.delete(database);
    assertThat(restore().replaced()).isEmpty();
    assertThat(workflows(database)).containsExactly("before");
  }

  @Test
  void what_was_under_way_waits_for_a_person() throws Exception {
    try (var store = SqliteStore.open(database)) {
      var gate = new java.util.concurrent.CountDownLatch(1);
      var inside = new java.util.concurrent.CountDownLatch(1);
      try (var engine = WorkflowEngine.builder(store).build()) {
        var workflow =
            engine
                .workflow("flash")
                .addStep(
                    WorkflowStep.named("write")
                        .run(
                            context -> {
                              inside.countDown();
                              gate.await();
                              return "";
                            }));
        var run = workflow.start(WorkflowContext.builder().build());
        inside.await();
        store
            .batches()
            .open(
                "b1",
                new BatchTerms(
                    "t",
                    Optional.empty(),
                    Map.of(),
                    1,
                    OptionalInt.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty()),
                List.of(
                    new BatchMember.Draft(
                        "s1", Optional.empty(), Optional.empty(), Optional.empty(), Map.of())),
                new AddressSupply(List.of(), Map.of()),
                Set.of(),
                "cli:bob");
        store.backUp(backup);
        gate.countDown();
        run.await();
      }
    }

    var restored = restore();

    assertThat(restored.parked()).isEqualTo(1);
    assertThat(restored.batches()).isEqualTo(1);
    try (var store = SqliteStore.open(database);
        var engine = WorkflowEngine.builder(store).build()) {
      assertThat(engine.recover()).as("nothing goes on by itself").isEmpty();
      var run = store.latestRun("flash").orElseThrow();
      assertThat(run.phase()).isEqualTo(Phase.PARKED);
      assertThat(run.message().orElseThrow()).contains("restored from copy.db");
      assertThat(store.batches().running()).isEmpty();
      assertThat(store.batches().find("b1").orElseThrow().why()).contains("restored from copy.db");
    }
  }

  @Test
  void nobody_may_use_the_database_meanwhile() throws Exception {
    backUp();
    try (var store = SqliteStore.open(database)) {
      refused("is used by another command", "stop");
      try (var _ = store.registerOwner("a service")) {
        refused("is used by a service;", "stop");
      }
    }
    assertThat(restore().runs()).isEqualTo(1);
  }

  @Test
  void a_backup_that_is_none_is_refused_and_the_database_left_alone() throws Exception {
    backUp();
    var whole = Files.readAllBytes(backup);

    var damaged = whole.clone();
    java.util.Arrays.fill(damaged, damaged.length / 2, damaged.length / 2 + 3_000, (byte) 0xA5);
    Files.write(backup, damaged);
    refused("copy.db", "is no whole database");

    Files.write(backup, java.util.Arrays.copyOf(whole, whole.length / 2));
    refused("copy.db", "is no whole database");

    Files.writeString(backup, "somebody's letter\n".repeat(100));
    refused("copy.db", "is no whole database");

    Files.write(backup, whole);
    change(backup, "PRAGMA user_version = 9999");
    refused("copy.db", "newer version");

    Files.delete(backup);
    change(backup, "CREATE TABLE songs (name TEXT)");
    refused("copy.db", "another program");

    Files.write(backup, whole);
    Files.writeString(folder.resolve("copy.db-wal"), "");
    refused("copy.db-wal", "not a whole copy");
    Files.delete(folder.resolve("copy.db-wal"));

    assertThatThrownBy(
            () -> SqliteRestore.restore(database, database, SqliteOptions.DEFAULT, "cli:bob"))
        .hasMessageContaining("is the database itself");
    Files.delete(backup);
    refused("is not there");
  }

  private static void change(Path file, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = DELETE");
      statement.execute(sql);
    }
  }

  @Test
  void a_damaged_database_is_replaced_too_and_kept_as_it_was() throws Exception {
    backUp();
    var damaged = Files.readAllBytes(database);
    java.util.Arrays.fill(damaged, 0, 200, (byte) 0x5A);
    Files.write(database, damaged);

    var restored = restore();

    assertThat(workflows(database)).containsExactly("before");
    assertThat(restored.replaced().orElseThrow()).hasBinaryContent(damaged);
  }
}
