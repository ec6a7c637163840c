package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.hardware.Secret;
import org.hwautomation.server.access.Access;
import org.hwautomation.server.access.LoginAnswer.LoggedIn;
import org.hwautomation.server.access.Role;
import org.hwautomation.store.SqliteStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts, tokens and the audit from the command line. */
final class AccessCommandsTest {
  private static final String PASSWORD = "Pr1vate and long enough";

  @TempDir private Path folder;

  private CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--state", folder.resolve("state").toString()));
    var run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.out() + run.err()).as("no password").doesNotContain(PASSWORD);
    return run;
  }

  private CommandRun done(String... arguments) {
    var run = run(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("password"), text).toString();
  }

  private Path database() {
    return folder.resolve("state").resolve(SqliteStore.DEFAULT_FILE_NAME);
  }

  @Test
  void an_account_is_added_listed_changed_and_removed() throws Exception {
    assertThat(done("user", "list").out()).contains("no accounts", "user add NAME");
    var added =
        done("user", "add", "alice", "--role", "admin", "--password-file", file(PASSWORD + "\n"));
    assertThat(added.out()).isEqualTo("alice may log in as admin\n");
    try (var store = SqliteStore.open(database())) {
      assertThat(Access.of(store).login("alice", Secret.of(PASSWORD), "127.0.0.1"))
          .isInstanceOf(LoggedIn.class);
    }
    var listed = done("user", "list", "--json").json().path("users").get(0);
    assertThat(listed.path("role").asString()).isEqualTo("admin");
    assertThat(listed.path("enabled").asBoolean()).isTrue();
    assertThat(listed.path("last_login_at").asString()).isNotBlank();
    assertThat(listed.propertyNames()).noneMatch(name -> name.contains("hash"));

    for (var command : List.of("remove", "disable")) {
      Told.inJson(run("user", command, "alice", "--json"), 2, "last admin", "Make another");
    }
    Told.inJson(run("user", "role", "alice", "viewer", "--json"), 2, "last admin");
    done("user", "add", "root", "--role", "admin", "--password-file", file(PASSWORD));
    done("user", "role", "alice", "viewer", "--reason", "moved");
    done("user", "disable", "alice");
    assertThat(done("user", "list").out()).containsPattern("alice +viewer +no");
    done("user", "enable", "alice");
    done("user", "password", "alice", "--password-file", file("a better one of hers"));
    done("user", "remove", "alice");
    assertThat(done("audit", "list", "--target", "user:alice", "--json").json().path("entries"))
        .extracting(entry -> entry.path("action").asString())
        .containsExactly(
            "account_removed",
            "account_password_changed",
            "account_enabled",
            "account_disabled",
            "account_role_changed",
            "login",
            "account_added");
  }

  @Test
  void a_password_is_taken_from_standard_input_and_never_from_the_words_of_the_command() {
    var before = System.in;
    System.setIn(new ByteArrayInputStream((PASSWORD + "\r\n").getBytes(StandardCharsets.UTF_8)));
    try {
      done("user", "add", "alice", "--role", "viewer", "--password-file", "-");
    } finally {
      System.setIn(before);
    }
    Told.inJson(
        run("user", "add", "bob", "--role", "viewer", "--json"),
        2,
        "nobody can be asked",
        "--password-file");
    Told.inJson(
        run("user", "add", "bob", "--role", "viewer", "--password=x", "--json"), 2, "--help");
  }

  @Test
  void what_can_t_be_is_refused_with_what_to_do() throws IOException {
    var good = file(PASSWORD);
    Told.inJson(
        run("user", "add", "Al", "--role", "viewer", "--password-file", good, "--json"),
        2,
        "lower case");
    Told.inJson(
        run("user", "add", "al", "--role", "boss", "--password-file", good, "--json"),
        2,
        "viewer, operator, admin");
    Told.inJson(
        run("user", "add", "al", "--role", "viewer", "--password-file", "no/file", "--json"),
        2,
        "can't be read");
    Told.inJson(run("user", "role", "nobody", "viewer", "--json"), 2, "no account 'nobody'");
    Told.inJson(run("user", "remove", "nobody", "--json"), 2, "no account 'nobody'");
    Told.inJson(run("token", "revoke", "nothing", "--json"), 2, "no token 'nothing'");
    Told.inJson(
        run("token", "create", "ci", "--role", "viewer", "--expires", "soon", "--json"), 2, "soon");
    Told.inJson(
        run("token", "create", "ci", "--role", "viewer", "--expires", "0s", "--json"),
        2,
        "above zero");
    var two = file(PASSWORD + "\nand more\n");
    Told.inJson(
        run("user", "add", "al", "--role", "viewer", "--password-file", two, "--json"),
        2,
        "more than one line");
    var shortOne = file("short");
    Told.inJson(
        run("user", "add", "al", "--role", "viewer", "--password-file", shortOne, "--json"),
        2,
        "12 to 256");
    assertThat(done("user", "list", "--json").json().path("users")).isEmpty();
    assertThat(done("token", "list", "--json").json().path("tokens")).isEmpty();
  }

  @Test
  void a_token_stands_alone_on_standard_output_once() {
    var made = done("token", "create", "ci", "--role", "operator", "--reason", "the build");
    assertThat(made.out()).matches("hwa_[A-Za-z0-9_-]{43}\n");
    assertThat(made.err()).contains("token ci, operator, until", "shown this once");
    var json = done("token", "create", "mon", "--role", "viewer", "--expires", "never", "--json");
    assertThat(json.json().path("token").asString()).matches("hwa_[A-Za-z0-9_-]{43}");
    assertThat(json.json().path("expires_at").isNull()).isTrue();
    try (var store = SqliteStore.open(database())) {
      var caller = Access.of(store).byToken(Secret.of(made.out().strip())).orElseThrow();
      assertThat(caller.role()).isEqualTo(Role.OPERATOR);
    }
    var listed = done("token", "list");
    assertThat(listed.out()).contains("ci", "mon", "never").doesNotContain("hwa_");
    assertThat(done("token", "list", "--json").out()).doesNotContain("hwa_", made.out().strip());
    done("token", "revoke", "ci");
    try (var store = SqliteStore.open(database())) {
      assertThat(Access.of(store).byToken(Secret.of(made.out().strip()))).isEmpty();
    }
    assertThat(done("audit", "list").out())
        .doesNotContain("hwa_")
        .contains("token:ci", "the build");
  }

  @Test
  void an_audit_that_somebody_was_at_fails_its_check() throws Exception {
    for (var name : List.of("one", "two", "three")) {
      done("token", "create", name, "--role", "viewer");
    }
    var head = done("audit", "head").out().strip();
    assertThat(head).matches("[0-9a-f]{64}");
    var intact = done("audit", "verify", "--head", head, "--json").json();
    assertThat(intact.path("intact").asBoolean()).isTrue();
    assertThat(intact.path("entries").asInt()).isEqualTo(3);
    assertThat(intact.path("head").asString()).isEqualTo(head);
    Told.inJson(run("audit", "verify", "--head", "abc", "--json"), 2, "64 hexadecimal digits");

    change("DELETE FROM audit WHERE id = 3");
    assertThat(run("audit", "verify").exitCode()).isZero();
    var cut = run("audit", "verify", "--head", head);
    Told.clearly(cut, ExitCodes.FAILED, "not intact", "remembered hash");
    change("UPDATE audit SET reason = 'nothing' WHERE id = 1");
    var changed = run("audit", "verify", "--json");
    assertThat(changed.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(changed.json().path("intact").asBoolean()).isFalse();
    assertThat(changed.json().path("first_broken").asLong()).isEqualTo(1);
    assertThat(changed.json().path("damage").asString()).isEqualTo("changed");
  }

  @Test
  void what_a_terminal_would_obey_is_not_printed() {
    done("token", "create", "ci", "--role", "viewer", "--reason", "x\u001b[2Jy\nz");
    assertThat(done("audit", "list").out()).doesNotContain("\u001b").contains("x [2Jy z");
  }

  private void change(String sql) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        var statement = connection.createStatement()) {
      statement.execute("DROP TRIGGER IF EXISTS audit_is_not_changed");
      statement.execute("DROP TRIGGER IF EXISTS audit_is_not_deleted");
      statement.execute(sql);
    }
  }
}
