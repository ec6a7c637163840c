package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.store.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that can't be used, or not for long. */
final class DatabaseTroubleTest {
  private static final String MAX_PAGES = "hwautomation.database.max_pages";

  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  @TempDir private Path folder;
  private DataCentre dataCentre;
  private CommandLineRig rig;
  private Path database;

  @BeforeEach
  void start() throws IOException {
    dataCentre = DataCentre.builder().servers(1).speed(600).start();
    rig = new CommandLineRig(folder, dataCentre);
    database = rig.state().resolve(SqliteStore.DEFAULT_FILE_NAME);
    Files.createDirectories(rig.state());
  }

  @AfterEach
  void stop() {
    System.clearProperty(MAX_PAGES);
    dataCentre.close();
  }

  private void refused(String... words) throws IOException {
    var before = Files.readAllBytes(database);
    for (var arguments :
        new String[][] {
          rig.provision(0, "--json"), {"run", "list", "--json"}, {"status", "--json"},
        }) {
      Told.inJson(rig.run(arguments), ExitCodes.BAD_INPUT, words);
    }
    assertThat(Files.readAllBytes(database)).as("it was not touched").isEqualTo(before);
    assertThat(dataCentre.recorder().effects()).isEmpty();
  }

  private void change(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = DELETE");
      statement.execute(sql);
    }
  }

  @Test
  void a_file_that_is_no_database_is_left_alone() throws IOException {
    Files.writeString(database, "no database, but somebody's letter\n".repeat(100));

    refused(database.toString(), "is not an SQLite database", "--state");
  }

  @Test
  void a_damaged_database_is_left_alone() throws Exception {
    assertThat(rig.run("run", "list").exitCode()).isZero();
    change("VACUUM");
    var bytes = Files.readAllBytes(database);
    // the first page's table of contents
    java.util.Arrays.fill(bytes, 100, 2000, (byte) 0xA5);
    Files.write(database, bytes);

    refused(database.toString(), "is damaged", ".recover");
  }

  @Test
  void a_database_of_a_newer_version_is_left_alone() throws Exception {
    assertThat(rig.run("run", "list").exitCode()).isZero();
    change("PRAGMA user_version = 9999");

    refused(database.toString(), "newer version", "9999", "it was not touched");
  }

  @Test
  void a_database_of_another_program_is_left_alone() throws Exception {
    change("CREATE TABLE songs (name TEXT)");

    refused(database.toString(), "another program", "it was not touched");
  }

  @Test
  void a_read_only_database_is_told() throws Exception {
    assertThat(rig.run("run", "list").exitCode()).isZero();
    Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("r--r--r--"));
    if (!Files.isWritable(database)) {
      refused(database.toString(), "read-only");
      return;
    }
    assumeTrue(
        Files.isExecutable(SETPRIV), "root may write to read-only files, and setpriv is missing");
    var before = Files.readAllBytes(database);
    for (var arguments : List.of(List.of(rig.provision(0)), List.of("run", "list"))) {
      Told.inJson(withoutRootsRights(arguments), ExitCodes.BAD_INPUT, "read-only");
    }
    assertThat(Files.readAllBytes(database)).as("it was not touched").isEqualTo(before);
    assertThat(dataCentre.recorder().effects()).isEmpty();
  }

  /** Root too is asked for permission then. */
  private CommandRun withoutRootsRights(List<String> arguments) throws Exception {
    var all = new ArrayList<>(arguments);
    all.addAll(List.of("--json", "--config", rig.config().toString()));
    all.addAll(List.of("--state", rig.state().toString()));
    try (var process =
        HwautoProcess.start(
            folder,
            List.of(SETPRIV.toString(), "--bounding-set=-dac_override,-dac_read_search"),
            all)) {
      return process.await();
    }
  }

  @Test
  void a_state_folder_that_can_not_be_made_is_told() throws IOException {
    var file = Files.writeString(folder.resolve("taken"), "a file");
    rig.configure("database", "path", file.resolve("hw_automation.db").toString());

    Told.inJson(
        rig.run(rig.provision(0, "--json")),
        ExitCodes.BAD_INPUT,
        "the folder " + file,
        "can't be made",
        "--state");
    assertThat(Files.readString(file)).isEqualTo("a file");
  }

  @Test
  void a_full_disk_at_the_start_leaves_nothing_done() {
    System.setProperty(MAX_PAGES, "5");

    Told.inJson(
        rig.run(rig.provision(0, "--json")),
        ExitCodes.FAILED,
        database.toString(),
        "the disk is full",
        "free some space");
    assertThat(dataCentre.recorder().effects()).isEmpty();
    System.clearProperty(MAX_PAGES);
    assertThat(rig.run("run", "list", "--json").json().path("runs")).isEmpty();
  }

  @Test
  void a_disk_that_fills_up_during_a_run_loses_nothing_and_the_run_goes_on_later()
      throws Exception {
    assertThat(rig.run("run", "list").exitCode()).isZero();
    System.setProperty(MAX_PAGES, String.valueOf(pages() + 5));

    var stopped = rig.run(rig.provision(0, "--json"));

    Told.inJson(stopped, ExitCodes.FAILED, database.toString(), "the disk is full", "free some");
    System.clearProperty(MAX_PAGES);
    var runs = rig.run("run", "list", "--json").json().path("runs");
    assertThat(runs).as("it had begun").hasSize(1);
    var resumed =
        rig.run("run", "resume", runs.get(0).path("run_id").asString(), "--pace", "600", "--json");
    assertThat(resumed.exitCode()).as(resumed.out() + resumed.err()).isZero();
    assertThat(dataCentre.recorder().count(rig.server(0).hostname(), EffectKind.COMMISSION))
        .isEqualTo(1);
    assertThat(dataCentre.check()).isEmpty();
  }

  private long pages() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA page_count")) {
      return rows.getLong(1);
    }
  }
}
