package org.hwautomation.provisioning.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hwautomation.definitions.file.Problem;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class DotEnvTest {
  private static final String[] SIGNS = {
    "A", "B", "=", "'", "\"", "\\", "#", " ", "\n", "\r", "\t", "${A}", "${", "}", ":-", "export "
  };

  @TempDir private Path folder;

  private static Map<String, String> values(String text) {
    return DotEnv.parse(".env", text, Map.of("HOST", "outer")).variables().values().stream()
        .collect(Collectors.toMap(DotEnv.Variable::name, DotEnv.Variable::value));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("A=b", "b"),
        Arguments.of("  export   A = b  ", "b"),
        Arguments.of("A=b # note", "b"),
        Arguments.of("A=b#c", "b#c"),
        Arguments.of("A='b # c' # note", "b # c"),
        Arguments.of("A=\"b\\nc\"", "b\nc"),
        Arguments.of("A='b\\nc'", "b\\nc"),
        Arguments.of("A='it\\'s'", "it's"),
        Arguments.of("A='b\\'", "b\\"),
        Arguments.of("A=\"say \\\"x\\\"\"", "say \"x\""),
        Arguments.of("A=b c", "b c"),
        Arguments.of("A=$(id) `id` $HOST", "$(id) `id` $HOST"),
        Arguments.of("A=", ""),
        Arguments.of("A= # note", "# note"),
        Arguments.of("A=''", ""),
        Arguments.of("'A'=b", "b"),
        Arguments.of("A=b=c", "b=c"),
        Arguments.of("A=${HOST}", "outer"),
        Arguments.of("A='${HOST}'", "outer"),
        Arguments.of("A=x${NOBODY}y", "xy"),
        Arguments.of("A=${NOBODY:-z}", "z"),
        Arguments.of("A=${NOBODY:-}", ""),
        Arguments.of("A=1\nA=2", "2"),
        Arguments.of("X=1\nA=${X}2", "12"),
        Arguments.of("HOST=own\nA=${HOST}", "outer"),
        Arguments.of("A=\"b\n c\"", "b\n c"),
        Arguments.of("\uFEFFA=b", "b"),
        Arguments.of("A=b\r\nX=c", "b"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void a_value_is_what_python_dotenv_makes_of_it(String text, String value) {
    assertThat(values(text)).containsEntry("A", value);
  }

  @Test
  void comments_and_empty_lines_are_nothing() {
    var read = DotEnv.parse(".env", "\n# A=b\n   \n\t# c\n", Map.of());
    assertThat(read.variables()).isEmpty();
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void a_malformed_line_is_told_with_its_place_and_the_rest_is_read() {
    var read =
        DotEnv.parse(
            ".env",
            "A=1\nno sense here\nB\n=hunter2\nC='hunter2\nD=\"hunter2\" more\nE=5\n",
            Map.of());

    assertThat(read.variables().keySet()).containsExactly("A", "E");
    assertThat(read.problems())
        .extracting(Problem::toString)
        .containsExactly(
            ".env:2:1: has no '=', so it sets nothing; write NAME=value, or put '#' before it",
            ".env:3:1: has no '=', so it sets nothing; write NAME=value, or put '#' before it",
            ".env:4:1: is no 'NAME=value'; write one, or put '#' before it",
            ".env:5:1: the quote behind 'C=' is never closed; close it",
            ".env:6:1: there is more behind the closing quote of 'D'; put all of it in quotes")
        .allSatisfy(problem -> assertThat(problem).doesNotContain("hunter2"));
    assertThat(read.toString()).doesNotContain("hunter2");
  }

  @Test
  void printing_a_variable_shows_no_value() {
    var read = DotEnv.parse(".env", "IPMI_PASSWORD=hunter2", Map.of());
    assertThat(read.toString()).contains("IPMI_PASSWORD").doesNotContain("hunter2");
  }

  @Test
  void what_is_no_text_is_refused_by_name() throws IOException {
    var bad = Files.write(folder.resolve(".env"), new byte[] {'A', '=', (byte) 0xff, '\n'});
    var huge = Files.writeString(folder.resolve("huge"), "A=" + "b".repeat(2 << 20));
    assertThatThrownBy(() -> DotEnv.read(bad, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(bad + ": is not UTF-8 text; save it as UTF-8");
    assertThatThrownBy(() -> DotEnv.read(huge, Map.of())).hasMessageContaining("larger than 1 MiB");
  }

  @Test
  void any_text_is_read_or_told() {
    SeededTries.check(
        3_000,
        any -> {
          var signs = any.list(40, () -> any.oneOf(SIGNS));
          var text = String.join("", signs);
          var read = DotEnv.parse(".env", text, Map.of());
          var lines = text.split("\\R", -1).length;
          assertThat(read.problems())
              .allSatisfy(problem -> assertThat(problem.position().line()).isBetween(1, lines));
        });
  }

  private Configuration load(String yaml, String dotEnv, Map<String, String> environment)
      throws IOException {
    Files.writeString(folder.resolve("config.yaml"), yaml);
    Files.write(folder.resolve(".env"), dotEnv.getBytes(StandardCharsets.UTF_8));
    return Configuration.loader()
        .environment(environment)
        .dotEnv(folder.resolve(".env"))
        .file(folder.resolve("config.yaml"))
        .load();
  }

  @Test
  void the_file_beside_the_configuration_is_below_the_environment_and_above_the_file()
      throws IOException {
    var configuration =
        load(
            "maas: {host: file, timeout: 31}\nssh: {port: 31}\nredfish: {timeout: 31}\n",
            "MAAS_TIMEOUT=32\nSSH_PORT=32\nMAAS_HOST=\n",
            Map.of("SSH_PORT", "33"));

    assertThat(configuration.requireMaasUrl()).as("an empty one is none").hasHost("file");
    assertThat(configuration.maas().timeout()).hasSeconds(32);
    assertThat(configuration.ssh().port()).isEqualTo(33);
    assertThat(configuration.redfish().timeout()).hasSeconds(31);
    assertThat(configuration.settings())
        .filteredOn(setting -> setting.name().equals("maas.timeout"))
        .singleElement()
        .satisfies(
            setting ->
                assertThat(setting.origin())
                    .hasToString(folder.resolve(".env") + ":1:1: MAAS_TIMEOUT"));
  }

  @Test
  void a_relative_path_in_it_starts_at_the_files_folder() throws IOException {
    var configuration = load("{}", "SSH_KEY_PATH=keys/id", Map.of());
    assertThat(configuration.ssh().keyPath()).contains(folder.resolve("keys/id"));
  }

  @Test
  void a_bad_value_in_it_names_its_line() {
    assertThatThrownBy(() -> load("{}", "\nIPMI_TIMEOUT=1 week\n", Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            folder.resolve(".env")
                + ":2:1: IPMI_TIMEOUT: ipmi.timeout: '1 week' is not a time from 1 second to 24"
                + " hours; write seconds, such as 30");
  }

  @Test
  void what_changes_nothing_in_it_is_told_with_the_reason_and_what_is_of_others_is_not()
      throws IOException {
    var configuration =
        load(
            "{}",
            """
            MAAS_HOTS=maas
            REDIS_URL=redis://x
            HWAUTO_SECRET_KEY=abc
            COMPOSE_PROJECT_NAME=x
            """,
            Map.of());
    assertThat(configuration.unknownSettings())
        .singleElement()
        .asString()
        .endsWith(".env:1:1: unknown variable 'MAAS_HOTS'; did you mean 'MAAS_HOST'?; ignored");
    assertThat(configuration.warnings())
        .hasSize(3)
        .anySatisfy(
            w -> assertThat(w).contains(".env:2:1: 'REDIS_URL' has no effect here: no Redis"))
        .anySatisfy(
            w -> assertThat(w).contains(".env:3:1: 'HWAUTO_SECRET_KEY' has no effect here"));
  }

  @Test
  void a_folder_of_this_name_is_no_file_of_variables() throws IOException {
    Files.createDirectory(folder.resolve(".env"));
    var configuration = Configuration.loader().dotEnv(folder.resolve(".env")).load();
    assertThat(configuration.warnings()).isEmpty();
  }
}
