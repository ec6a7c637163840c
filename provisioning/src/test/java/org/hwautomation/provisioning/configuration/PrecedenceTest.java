package org.hwautomation.provisioning.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For each setting: flag, then environment, then {@code .env}, then file, then default. */
final class PrecedenceTest {
  /** Four texts that a type of setting takes; by the key, else by the beginning of its name. */
  private static final Map<String, List<String>> SAMPLES =
      Map.ofEntries(
          Map.entry("database.url", each("postgresql://u@h%d/d")),
          Map.entry("database.tls", List.of("false", "no", "off", "0")),
          Map.entry("maas.url", each("http://maas%d:5240/MAAS")),
          Map.entry("maas.api_key", each("a:b:c%d")),
          Map.entry("maas.verify_ssl", List.of("false", "no", "off", "0")),
          Map.entry("redfish.verify_ssl", List.of("false", "no", "off", "0")),
          Map.entry("ipmi.cipher_suite", List.of("3", "7", "8", "17")),
          Map.entry("network.gateway", each("10.0.0.%d")),
          Map.entry("network.subnet_mask", List.of("/21", "/22", "/23", "/24")),
          Map.entry("firmware.serve_address", each("10.0.0.%d")),
          Map.entry("service.public_url", each("https://h%d.example.com")),
          Map.entry("logging.level", List.of("DEBUG", "INFO", "WARN", "ERROR")),
          Map.entry("logging.format", List.of("json", "text", "json", "text")));

  private static final List<String> TEXTS =
      List.of(
          ".username", ".password", ".path", ".file", "_path", "_key", "_secret", "_certificate");

  @TempDir private Path folder;

  private static List<String> each(String pattern) {
    return Stream.of(1, 2, 3, 4).map(pattern::formatted).toList();
  }

  private static List<String> samples(Key<?> key) {
    var known = SAMPLES.get(key.name());
    if (known != null) {
      return known;
    }
    for (var sample : List.of(each("%d"), each("text%d"))) {
      try {
        sample.forEach(key.values()::read);
        var text = sample.getFirst().startsWith("text");
        if (text || TEXTS.stream().noneMatch(key.name()::endsWith)) {
          return sample;
        }
      } catch (IllegalArgumentException _) {
        // of another type
      }
    }
    throw new AssertionError("no samples for " + key.name() + "; add some to this test");
  }

  static Stream<String> keys() {
    return Keys.ALL.stream().map(Key::name);
  }

  private static Key<?> key(String name) {
    return Keys.ALL.stream().filter(key -> key.name().equals(name)).findFirst().orElseThrow();
  }

  private Setting setting(Key<?> key, int levels) throws IOException {
    var samples = samples(key);
    var loader = Configuration.loader();
    if ((levels & 1) != 0) {
      var file = folder.resolve("config.yaml");
      Files.writeString(file, "%s: '%s'%n".formatted(key.name(), samples.get(0)));
      loader.file(file);
    }
    if ((levels & 2) != 0) {
      var variable = key.variables().getLast();
      loader.dotEnv(
          Files.writeString(folder.resolve(".env"), "%s=%s".formatted(variable, samples.get(1))));
    }
    var environment = new HashMap<String, String>();
    key.variables().forEach(variable -> environment.put(variable, " "));
    if ((levels & 4) != 0) {
      environment.put(key.variables().getLast(), samples.get(2));
    }
    loader.environment(environment);
    if ((levels & 8) != 0) {
      loader.flag(key.name(), "--it", samples.get(3));
    }
    return loader.load().settings().stream()
        .filter(setting -> setting.name().equals(key.name()))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void the_nearest_to_the_user_wins_and_a_default_never_does(String name) throws IOException {
    var key = key(name);
    assertThat(key.variables()).as("each setting has a variable").isNotEmpty();
    for (var levels = 0; levels < 16; levels++) {
      var setting = setting(key, levels);
      var highest = 31 - Integer.numberOfLeadingZeros(Math.max(levels, 0) * 2 + 1);
      var kind =
          switch (highest) {
            case 0 -> Origin.Default.class;
            case 1 -> Origin.File.class;
            case 2 -> Origin.DotEnv.class;
            case 3 -> Origin.Variable.class;
            default -> Origin.Flag.class;
          };
      assertThat(setting.origin()).as(name + " at levels " + levels).isInstanceOf(kind);
      if (!key.secret()) {
        var wanted = highest == 0 ? key.standard() : samples(key).get(highest - 1);
        assertThat(setting.value().orElse(null)).as(name + " " + levels).isEqualTo(wanted);
      }
    }
  }

  @Test
  void the_file_says_maas_host_and_no_empty_variable_takes_it_away() throws IOException {
    var file = Files.writeString(folder.resolve("config.yaml"), "maas: {host: maas.example.com}");
    Files.writeString(folder.resolve(".env"), "MAAS_HOST=\nMAAS_URL=''\n");
    var configuration =
        Configuration.loader()
            .environment(Map.of("MAAS_HOST", "", "MAAS_URL", ""))
            .dotEnv(folder.resolve(".env"))
            .file(file)
            .load();
    assertThat(configuration.requireMaasUrl()).hasHost("maas.example.com");
  }

  @Test
  void an_environments_maas_host_beats_maas_url_of_the_file_beside_it() throws IOException {
    Files.writeString(folder.resolve(".env"), "MAAS_URL=http://dotenv/MAAS\n");
    var configuration =
        Configuration.loader()
            .environment(Map.of("MAAS_HOST", "http://environment/MAAS"))
            .dotEnv(folder.resolve(".env"))
            .load();
    assertThat(configuration.requireMaasUrl()).hasHost("environment");
  }

  @Test
  void the_parts_of_a_maas_key_in_the_file_beside_it_beat_a_whole_one_in_the_file()
      throws IOException {
    var file = Files.writeString(folder.resolve("config.yaml"), "maas: {api_key: 'a:b:c'}");
    Files.writeString(
        folder.resolve(".env"), "MAAS_CONSUMER_KEY=x\nMAAS_TOKEN_KEY=y\nMAAS_TOKEN_SECRET=z\n");
    var configuration = Configuration.loader().dotEnv(folder.resolve(".env")).file(file).load();
    assertThat(configuration.requireMaasApiKey().<String>reveal(key -> key)).isEqualTo("x:y:z");
  }

  /** Every variable that the Python version looks at. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROJECT_NAME",
        "DEBUG",
        "TESTING",
        "DATABASE_PATH",
        "DATABASE_TABLE_NAME",
        "DATABASE_AUTO_MIGRATE",
        "DATABASE_BACKUP_BEFORE_MIGRATION",
        "DB_HOST",
        "DB_PORT",
        "DB_NAME",
        "DB_USER",
        "DB_PASSWORD",
        "REDIS_HOST",
        "REDIS_PORT",
        "REDIS_DB",
        "REDIS_PASSWORD",
        "MAAS_HOST",
        "MAAS_URL",
        "MAAS_CONSUMER_KEY",
        "MAAS_TOKEN_KEY",
        "MAAS_TOKEN_SECRET",
        "MAAS_API_KEY",
        "MAAS_ADMIN_USERNAME",
        "MAAS_ADMIN_PASSWORD",
        "MAAS_VERIFY_SSL",
        "MAAS_TIMEOUT",
        "IPMI_USERNAME",
        "IPMI_PASSWORD",
        "IPMI_TIMEOUT",
        "IPMI_RETRIES",
        "SSH_USERNAME",
        "SSH_TIMEOUT",
        "SSH_RETRIES",
        "SSH_KEY_PATH",
        "NETWORK_GATEWAY",
        "NETWORK_SUBNET_MASK",
        "NETWORK_OTHER",
        "REDFISH_TIMEOUT",
        "REDFISH_VERIFY_SSL",
        "REDFISH_RETRIES",
        "LOG_LEVEL",
        "LOG_FILE",
        "LOG_FORMAT",
        "LOG_MAX_SIZE",
        "DEVELOPMENT_DEBUG",
        "DEVELOPMENT_TEST_DATABASE",
        "DEVELOPMENT_MOCK_SERVICES",
        "FLASK_HOST",
        "FLASK_PORT",
        "FLASK_DEBUG",
        "FLASK_SECRET_KEY",
        "HW_AUTOMATION_ENV"
      })
  void each_variable_of_the_python_version_is_a_setting_or_says_why_it_is_none(String name) {
    var known = KnownSetting.ofVariable(name);
    var value = known.isEmpty() ? "hunter2" : samples(key(known.get().name())).getFirst();
    var configuration = Configuration.loader().environment(Map.of(name, value)).load();
    if (known.isEmpty()) {
      assertThat(configuration.warnings())
          .singleElement()
          .asString()
          .startsWith("environment: '" + name + "' has no effect here: ")
          .doesNotContain("hunter2");
    } else {
      assertThat(configuration.settings())
          .filteredOn(setting -> setting.name().equals(known.get().name()))
          .singleElement()
          .satisfies(setting -> assertThat(setting.origin()).isEqualTo(new Origin.Variable(name)));
    }
  }
}
