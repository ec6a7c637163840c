package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database of the original from the command line: looked at, taken on, imported, read. */
final class OriginalDatabaseCommandsTest {
  @TempDir private Path state = Path.of(".");
  @TempDir private Path elsewhere = Path.of(".");

  private Path database() {
    return state.resolve("hw_automation.db");
  }

  private CommandRun run(String... words) {
    return CommandRun.of(
        Stream.concat(Stream.of(words), Stream.of("--state", state.toString()))
            .toArray(String[]::new));
  }

  /** Runs one that must succeed. */
  private CommandRun done(String... words) {
    var run = run(words);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out() + run.err()).doesNotContain(OriginalFile.PASSWORD, "\u001b");
    return run;
  }

  private static Map<String, Integer> contents(Path folder) throws Exception {
    var contents = new TreeMap<String, Integer>();
    try (var files = Files.list(folder)) {
      for (var each : files.toList()) {
        contents.put(each.toString(), Arrays.hashCode(Files.readAllBytes(each)));
      }
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void each_version_is_looked_at_tried_and_taken_on(int version) throws Exception {
    OriginalFile.make(database(), version);
    var before = contents(state);
    var status = done("db", "status", "--json").json();
    assertThat(status.path("kind").asString()).isEqualTo("original");
    assertThat(status.path("original_version").asInt()).isEqualTo(version);
    assertThat(status.path("rows").path("servers").asInt()).isEqualTo(3);
    assertThat(status.path("next_opening").asString()).contains("original-v" + version);
    assertThat(done("db", "status").out())
        .contains("version %d of 6".formatted(version), "db migrate --dry-run");
    var tried = done("db", "migrate", "--dry-run", "--json").json();
    assertThat(tried.path("changed").asBoolean()).isFalse();
    assertThat(tried.path("rows").path("servers").asInt()).isEqualTo(3);
    assertThat(done("db", "migrate", "--dry-run").out()).contains("would be", "was not touched");
    assertThat(contents(state)).as("nothing was touched until now").isEqualTo(before);

    var migrated = done("db", "migrate", "--json").json();
    assertThat(migrated.path("rows")).isEqualTo(tried.path("rows"));
    assertThat(migrated.path("original_version").asInt()).isEqualTo(version);
    assertThat(Path.of(migrated.path("copy").asString())).exists().hasParent(state);
    assertThat(done("db", "migrate").out()).contains("nothing to do");
    var now = done("db", "status", "--json").json();
    assertThat(now.path("kind").asString()).isEqualTo("ours");
    assertThat(now.path("left_running").asInt()).isEqualTo(version < 6 ? 0 : 1);
    assertThat(now.path("copies").size()).isEqualTo(1);
    assertThat(done("server", "list", "--json").json().path("servers").size()).isEqualTo(3);
    assertThat(done("server", "list").out()).contains("rack12-u07", "10.0.0.7");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void each_version_is_imported_once(int version) throws Exception {
    var file = OriginalFile.make(elsewhere.resolve("old.db"), version).path().toString();
    var before = contents(elsewhere);
    var tried = done("db", "import", file, "--dry-run", "--json").json();
    assertThat(database()).doesNotExist();
    var first = done("db", "import", file, "--json").json();
    assertThat(first.path("tables")).isEqualTo(tried.path("tables"));
    assertThat(first.path("tables").path("servers").path("added").asInt()).isEqualTo(2);
    assertThat(first.path("servers_without_id").asInt()).isEqualTo(1);
    assertThat(first.path("tables").path("workflow_history").path("added").asInt())
        .isEqualTo(version < 6 ? 0 : 3);
    assertThat(done("db", "import", file).out()).contains("Nothing was taken");
    assertThat(contents(elsewhere)).isEqualTo(before);
    assertThat(done("server", "list", "--json").json().path("servers").size()).isEqualTo(2);
    assertThat(done("audit", "list").out()).containsOnlyOnce("original_imported");
  }

  @Test
  void what_differs_is_shown_and_stays() throws Exception {
    var file = OriginalFile.make(elsewhere.resolve("old.db"), 6);
    done("db", "import", file.path().toString());
    file.execute(
        "UPDATE servers SET ipmi_address = '10.9.9.9', notes = 'new' WHERE server_id = 'rack12-u07'",
        "ALTER TABLE servers ADD COLUMN ticket TEXT");
    var told = done("db", "import", file.path().toString()).out();
    assertThat(told)
        .containsPattern("servers +0 +1 +1 +1\n")
        .containsPattern("rack12-u07 +ipmi_address +10.0.0.7 +10.9.9.9")
        .contains("Not taken: column servers.ticket");
    assertThat(done("server", "show", "rack12-u07").out())
        .containsPattern("ipmi_address +10.0.0.7")
        .containsPattern("notes +new");
  }

  @Test
  void every_row_of_the_past_is_read_and_no_password_is_shown() throws Exception {
    OriginalFile.make(database(), 6)
        .execute(
            "ALTER TABLE servers ADD COLUMN bmc_password TEXT",
            "ALTER TABLE servers ADD COLUMN ticket TEXT",
            "UPDATE servers SET bmc_password = '%s', ticket = 'OPS-7'"
                .formatted(OriginalFile.PASSWORD));
    assertThat(done("run", "list").out()).contains("3 more, which the original ran");
    assertThat(done("run", "history").out())
        .containsPattern("3 +old-3 +gone +On \\[31m Fire")
        .containsPattern("2 +old-2 +rack12-u07 +interrupted +1/2 +2025-08-14T12:00:00.123456")
        .containsPattern("1 +old-1 +rack12-u07 +completed");
    var page = done("run", "history", "--limit", "1", "--before", "3", "--json").json();
    assertThat(page.path("total").asInt()).isEqualTo(3);
    assertThat(page.path("history").path(0).path("workflow_id").asString()).isEqualTo("old-2");
    assertThat(done("run", "history", "--limit", "1").out()).contains("--before 3");

    var left = done("run", "history", "2", "--json").json();
    assertThat(left.path("status").asString()).isEqualTo("interrupted");
    assertThat(left.path("written_status").asString()).isEqualTo("running");
    assertThat(left.path("why").asString()).contains("never an end");
    assertThat(left.path("metadata").path("credentials").asString()).isEqualTo("***");
    assertThat(done("run", "history", "2").out())
        .containsPattern("commission_server +completed")
        .containsPattern("configure_ipmi +interrupted .*password=\\*\\*\\*")
        .contains("10.0.0.7");
    assertThat(done("run", "history", "3").out()).contains("no JSON object");
    assertThat(run("run", "show", "old-2").err()).contains("hwauto run history 2");
    assertThat(run("run", "history", "99").exitCode()).isEqualTo(ExitCodes.BAD_INPUT);

    var shown = done("server", "show", "rack12-u07").out();
    assertThat(shown)
        .containsPattern("ticket +OPS-7")
        .containsPattern("bmc_password +\\*\\*\\*")
        .contains("Runs of the original: 2", "Power states: 1")
        .containsPattern("off +on +2025-08-14T12:00:00.123456 +alice");
    var json = done("server", "show", "rack12-u07", "--json").json();
    assertThat(json.path("added_columns").path("bmc_password").asString()).isEqualTo("***");
    assertThat(json.path("history").size()).isEqualTo(2);
    assertThat(json.path("power_states").path(0).path("new_state").asString()).isEqualTo("on");
    assertThat(done("server", "history", "gone").out()).contains("old-3", "Power states: 1");
    assertThat(done("server", "history", "--json").json().path("power_states_total").asInt())
        .isEqualTo(2);
    assertThat(run("server", "history", "rack12-u08").err()).contains("did you mean 'rack12-u07'");
    done("server", "show", "odd/?#%é\u001b[31m");
    done("status");
    assertThat(done("db", "status").out())
        .as("shown as interrupted, and in the database as it was")
        .contains("1 of workflow_history were left running");
  }

  @Test
  void what_can_t_be_used_is_refused_and_left_byte_for_byte() throws Exception {
    OriginalFile.make(database(), 6)
        .execute("UPDATE schema_migrations SET version = 7 WHERE version = 6");
    refused("newer", "version 7 of the original");
    Files.delete(database());
    new OriginalFile(database()).execute("CREATE TABLE bookmarks (url TEXT)");
    refused("foreign", "another program");
    Files.writeString(database(), "a letter ".repeat(100));
    refused("damaged", "not an SQLite database");
    Files.delete(database());
    var absent = done("db", "status", "--json").json();
    assertThat(absent.path("kind").asString()).isEqualTo("absent");
    assertThat(database()).doesNotExist();
    assertThat(done("db", "migrate").out()).contains("made: 1-original-version-6");
    assertThat(database()).exists();
  }

  private void refused(String kind, String words) throws Exception {
    var before = contents(state);
    var status = run("db", "status", "--json");
    assertThat(status.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(status.json().path("kind").asString()).isEqualTo(kind);
    assertThat(status.json().path("problem").asString()).contains(words);
    for (var command :
        List.of(
            new String[] {"db", "migrate", "--json"},
            new String[] {"db", "migrate", "--dry-run", "--json"})) {
      Told.inJson(run(command), ExitCodes.BAD_INPUT, words);
    }
    var file = database().toString();
    var other = CommandRun.of("db", "import", file, "--state", elsewhere.toString(), "--json");
    Told.inJson(other, ExitCodes.BAD_INPUT, words);
    assertThat(contents(state)).isEqualTo(before);
  }
}
