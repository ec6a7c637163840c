package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code config check}, and the settings that this process itself obeys. */
final class SettingsTest {
  private static final String KEY = "consumer-part:token-part:secret-part";

  @TempDir private Path folder;

  @AfterEach
  void quiet() {
    LogSetup.apply(new Configuration.Logging("ERROR", false, java.util.Optional.empty(), false));
  }

  private CommandRun check(String yaml, String... more) throws IOException {
    var file = Files.writeString(folder.resolve("hwauto.yaml"), yaml);
    var arguments = new ArrayList<>(List.of("config", "check", "--config", file.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static JsonNode setting(CommandRun run, String name) {
    for (var setting : run.json().path("settings")) {
      if (setting.path("name").asString().equals(name)) {
        return setting;
      }
    }
    throw new AssertionError("no setting " + name + " in " + run.out());
  }

  @Test
  void each_value_is_shown_with_where_it_came_from_and_no_secret() throws IOException {
    var state = folder.resolve("here").toString();

    var run =
        check(
            """
            maas:
              url: http://maas.example:5240/MAAS
              api_key: "%s"
            bmc: {username: admin, password: "Wr0ng-Pa55"}
            ssh:
              port: 2222
            """
                .formatted(KEY),
            "--state",
            state,
            "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().path("ok").asBoolean()).isTrue();
    assertThat(setting(run, "state_dir").path("value").asString()).isEqualTo(state);
    assertThat(setting(run, "state_dir").path("from").asString()).isEqualTo("flag --state");
    assertThat(setting(run, "ssh.port").path("from").asString()).endsWith("hwauto.yaml:6:9");
    assertThat(setting(run, "ssh.timeout").path("value").asString()).isEqualTo("30");
    assertThat(setting(run, "ssh.timeout").path("from").asString()).isEqualTo("default");
    assertThat(setting(run, "maas.api_key").path("value").asString()).isEqualTo("***");
    assertThat(setting(run, "bmc.password").path("value").asString()).isEqualTo("***");
    assertThat(run.out() + run.err()).doesNotContain("Wr0ng-Pa55", "token-part", "secret-part");
    assertThat(check("ssh: {port: 2222}").out())
        .contains("SETTING", "VALUE", "FROM", "hwauto.yaml:1:13", "default");
  }

  /** The environment of this process can't be changed, so the command runs in another one. */
  @Test
  void a_value_of_the_environment_is_shown_with_its_variable() throws Exception {
    var file = Files.writeString(folder.resolve("hwauto.yaml"), "ssh: {port: 2222}\n");
    var child =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Hwauto.class.getName(),
            "config",
            "check",
            "--json",
            "--config",
            file.toString());
    child.environment().put("SSH_PORT", "2200");
    child.environment().put("HWAUTO_BMC_PASSWORD", "Wr0ng-Pa55");
    var out = folder.resolve("out");
    var process = child.redirectOutput(out.toFile()).redirectErrorStream(false).start();
    try {
      assertThat(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    var run = new CommandRun(process.exitValue(), Files.readString(out), "");
    assertThat(run.exitCode()).isZero();
    assertThat(setting(run, "ssh.port").path("value").asString()).isEqualTo("2200");
    assertThat(setting(run, "ssh.port").path("from").asString())
        .isEqualTo("environment variable SSH_PORT");
    assertThat(setting(run, "bmc.password").path("value").asString()).isEqualTo("***");
    assertThat(run.out()).doesNotContain("Wr0ng-Pa55");
  }

  @Test
  void an_unknown_setting_is_an_error_that_names_the_nearest() throws IOException {
    var run =
        check(
            """
            mass: {host: maas}
            ssh: {usrname: root}
            servers: {one: {bmc: {adress: 10.0.0.7}}}
            """,
            "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run.json().path("ok").asBoolean()).isFalse();
    assertThat(run.json().path("problems").toString())
        .contains("unknown key 'mass'; did you mean 'maas'?")
        .contains("unknown key 'ssh.usrname'; did you mean 'ssh.username'?")
        .contains("unknown key 'adress'; did you mean 'address'?")
        .contains("hwauto.yaml:1:1", "hwauto.yaml:2:7", "hwauto.yaml:3:23");
    assertThat(run.json().path("warnings")).isEmpty();
    assertThat(run.json().path("settings")).as("the rest is shown all the same").isNotEmpty();
    assertThat(run.err()).contains("error: ").contains("did you mean 'maas'");
  }

  @Test
  void all_wrong_values_are_told_at_once() throws IOException {
    var run = check("ssh: {port: 99999}\nmaas: {timeout: soon}\nlogging: {level: LOUD}\n");

    assertThat(run.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run.err()).contains("ssh.port", "maas.timeout", "logging.level");
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  void a_table_name_has_no_effect_and_says_why() throws IOException {
    var run = check("database: {table_name: my_servers}\n", "--json");

    assertThat(run.exitCode()).isZero();
    assertThat(run.json().path("warnings").toString())
        .contains("hwauto.yaml:1:", "database.table_name", "has no effect here, because");
    assertThat(check("database: {table_name: servers}\n", "--json").json().path("warnings"))
        .isEmpty();
  }

  private String logged(String yaml) throws IOException {
    var err = new java.io.ByteArrayOutputStream();
    var before = System.err;
    System.setErr(new java.io.PrintStream(err, true, java.nio.charset.StandardCharsets.UTF_8));
    try {
      LogSetup.apply(
          Configuration.loader()
              .file(Files.writeString(folder.resolve("hwauto.yaml"), yaml))
              .load()
              .logging());
      var log = LoggerFactory.getLogger("org.hwautomation.somebody");
      log.debug("a detail");
      log.info("a fact");
      log.error("a failure");
    } finally {
      System.setErr(before);
    }
    return err.toString(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void without_a_level_standard_error_shows_errors_only() throws IOException {
    assertThat(logged("{}")).contains("a failure").doesNotContain("a fact", "a detail");
  }

  @Test
  void the_level_says_what_standard_error_shows() throws IOException {
    assertThat(logged("logging: {level: INFO}"))
        .contains("a failure", "a fact")
        .doesNotContain("a detail");
    assertThat(logged("logging: {level: debug}")).contains("a failure", "a fact", "a detail");
  }

  @Test
  void the_file_gets_from_the_level_on_and_standard_error_stays_quiet() throws IOException {
    var shown = logged("logging: {level: DEBUG, file: logs/hwauto.log}");

    assertThat(shown).contains("a failure").doesNotContain("a fact", "a detail");
    assertThat(Files.readString(folder.resolve("logs/hwauto.log")))
        .contains("a failure", "a fact", "a detail", "somebody");
    logged("logging: {file: logs/hwauto.log}");
    assertThat(Files.readAllLines(folder.resolve("logs/hwauto.log")))
        .as("it is added to, from INFO on by default")
        .hasSize(5)
        .last()
        .asString()
        .contains("a failure");
  }

  @Test
  void a_line_says_what_it_is_about_as_text_or_in_json() throws IOException {
    try (var _ = MDC.putCloseable("run", "r-17")) {
      assertThat(logged("logging: {level: INFO}")).contains("a fact {run=r-17}\n");
      var first = logged("logging: {level: INFO, format: json}").lines().findFirst().orElseThrow();
      var line = JsonMapper.builder().build().readTree(first);
      assertThat(line.path("formattedMessage").asString()).isEqualTo("a fact");
      assertThat(line.path("mdc").path("run").asString()).isEqualTo("r-17");
      assertThat(line.path("level").asString()).isEqualTo("INFO");
    }
    assertThat(logged("logging: {level: INFO}")).contains("a fact\n");
    var wrong = check("logging: {format: xml}\n");
    assertThat(wrong.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(wrong.err()).contains("logging.format", "text or json");
  }

  @Test
  void the_log_of_the_ssh_library_stays_out_of_it() throws IOException {
    logged("logging: {level: TRACE, file: hwauto.log}");

    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    assertThat(context.getLogger("org.apache.sshd.client").isWarnEnabled())
        .as("it would write passwords at TRACE")
        .isFalse();
  }

  @Test
  void a_log_file_that_can_not_be_written_is_told() throws IOException {
    Files.writeString(folder.resolve("taken"), "a file");

    var run = check("logging: {file: taken/hwauto.log}\n", "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run.json().path("problems").toString()).contains("logging.file", "can't be written");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> logged("logging: {file: taken/hwauto.log}"))
        .isInstanceOf(ConfigurationException.class);
  }
}
