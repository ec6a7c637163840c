package org.hwautomation.provisioning.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.hwautomation.hardware.Endpoint;
import org.hwautomation.hardware.Secret;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private static final String PIN = "ab".repeat(32);

  private static Configuration of(String yaml) {
    return of(yaml, Map.of());
  }

  private static Configuration of(String yaml, Map<String, String> environment) {
    return Configuration.loader().text("hwauto.yaml", yaml).environment(environment).load();
  }

  private static String clear(Secret secret) {
    return secret.reveal(text -> text);
  }

  @Test
  void the_seeds_example_is_understood() {
    var configuration =
        of(
            """
            database:
              path: hw_automation.db
            maas:
              host: maas.example.com
              consumer_key: key
            """);
    assertThat(configuration.database().path()).isEqualTo(Path.of("hw_automation.db"));
    assertThat(configuration.requireMaasUrl()).hasToString("http://maas.example.com:5240/MAAS");
    assertThat(configuration.warnings())
        .singleElement()
        .asString()
        .startsWith("hwauto.yaml:5:17: the MAAS key is incomplete")
        .contains("maas.token_key");
    assertThatThrownBy(configuration::requireMaasApiKey)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("consumer:token:secret");
  }

  @Test
  void nothing_at_all_gives_the_defaults() {
    var configuration = Configuration.loader().load();
    assertThat(configuration.stateDir()).isEqualTo(Path.of("."));
    assertThat(configuration.database().tableName()).isEqualTo("servers");
    assertThat(configuration.maas().url()).isEmpty();
    assertThat(configuration.ssh().username()).isEqualTo("ubuntu");
    assertThat(configuration.ssh().port()).isEqualTo(22);
    assertThat(configuration.redfish().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(configuration.ipmi().cipherSuite()).isEmpty();
    assertThat(configuration.bmcCredentials("any")).isEmpty();
    assertThat(configuration.network().addressMap().isEmpty()).isTrue();
    assertThat(configuration.warnings()).isEmpty();
    assertThatThrownBy(configuration::requireMaasUrl).hasMessageContaining("MAAS_URL");
    assertThatThrownBy(configuration::requireMaasApiKey).hasMessageContaining("MAAS_API_KEY");
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, false",
    "false, false, true",
    "false, true, false",
    "false, true, true",
    "true, false, false",
    "true, false, true",
    "true, true, false",
    "true, true, true"
  })
  void flags_beat_the_environment_beats_the_file_beats_the_default(
      boolean file, boolean variable, boolean flag) {
    var loader = Configuration.loader();
    if (file) {
      loader.text("hwauto.yaml", "redfish: {timeout: 31}");
    }
    if (variable) {
      loader.environment(Map.of("REDFISH_TIMEOUT", "32"));
    }
    if (flag) {
      loader.flag("redfish.timeout", "--timeout", "33");
    }
    var configuration = loader.load();
    var seconds = flag ? 33 : variable ? 32 : file ? 31 : 30;
    var origin =
        flag
            ? "flag --timeout"
            : variable
                ? "environment variable REDFISH_TIMEOUT"
                : file ? "hwauto.yaml:1:20" : "default";
    assertThat(configuration.redfish().timeout()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(configuration.settings())
        .filteredOn(setting -> setting.name().equals("redfish.timeout"))
        .singleElement()
        .satisfies(setting -> assertThat(setting.origin()).hasToString(origin));
  }

  @Test
  void an_empty_variable_counts_as_not_set() {
    var configuration =
        of("maas: {url: 'http://maas:5240/MAAS'}", Map.of("MAAS_URL", "", "MAAS_HOST", " "));
    assertThat(configuration.requireMaasUrl()).hasToString("http://maas:5240/MAAS");
  }

  @ParameterizedTest
  @CsvSource({
    "maas, http://maas:5240/MAAS",
    "maas:80, http://maas:80/MAAS",
    "http://maas/MAAS/, http://maas/MAAS",
    "https://maas/MAAS/api/2.0/, https://maas/MAAS",
    "http://127.0.0.1:4711/MAAS, http://127.0.0.1:4711/MAAS",
    "https://maas.example.com, https://maas.example.com/MAAS",
    "https://proxy/region/MAAS, https://proxy/region/MAAS"
  })
  void the_address_of_maas_may_be_written_in_several_ways(String given, String used) {
    assertThat(of("maas: {host: '" + given + "'}").requireMaasUrl()).hasToString(used);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://maas", "http://", "http://maas:0", "http://maas:70000", "http://user:pw@maas",
        "http://maas?x=1", "ma as", "http://maas:port/", "://", "http://[::1"
      })
  void what_is_no_address_of_maas_is_refused(String url) {
    assertThatThrownBy(() -> of("maas: {url: '" + url + "'}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("hwauto.yaml:1:13: maas.url: ")
        .hasMessageNotContaining("pw");
  }

  @Test
  void a_maas_key_may_be_given_whole_in_parts_or_as_the_consumer_key() {
    var whole = of("maas: {api_key: 'a:b:c'}");
    var parts = of("maas: {consumer_key: a, token_key: b, token_secret: c}");
    var old = of("maas: {consumer_key: a, consumer_token: b, secret: c}");
    var consumer = of("maas: {consumer_key: 'a:b:c'}");
    for (var configuration : new Configuration[] {whole, parts, old, consumer}) {
      assertThat(clear(configuration.requireMaasApiKey())).isEqualTo("a:b:c");
      assertThat(configuration.warnings()).isEmpty();
    }
  }

  @Test
  void the_maas_key_given_nearest_to_the_user_wins() {
    var file = "maas: {api_key: 'a:b:c'}";
    var parts = Map.of("MAAS_CONSUMER_KEY", "x", "MAAS_TOKEN_KEY", "y", "MAAS_TOKEN_SECRET", "z");
    assertThat(clear(of(file, parts).requireMaasApiKey())).isEqualTo("x:y:z");
    assertThat(clear(of(file, Map.of("MAAS_API_KEY", "d:e:f")).requireMaasApiKey()))
        .isEqualTo("d:e:f");
    var flag =
        Configuration.loader()
            .environment(parts)
            .flag("maas.api_key", "--maas-api-key", "g:h:i")
            .load();
    assertThat(clear(flag.requireMaasApiKey())).isEqualTo("g:h:i");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "hunter2:b", "hunter2:b:c:d", "hunter2::c", "hunter2: b:c"})
  void a_malformed_maas_key_is_refused_and_not_shown(String key) {
    assertThatThrownBy(() -> of("maas: {api_key: '" + key + "'}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("hwauto.yaml:1:17: maas.api_key: ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void secrets_are_never_shown() {
    var configuration =
        of(
            """
            maas: {api_key: 'hunter2:hunter2:hunter2'}
            bmc: {username: root, password: hunter2}
            ipmi: {password: hunter2}
            ssh: {password: hunter2}
            servers: {one: {bmc: {password: hunter2}}}
            """);
    assertThat(configuration.settings().toString()).doesNotContain("hunter2").contains("***");
    assertThat(configuration.toString()).doesNotContain("hunter2");
    assertThat(configuration.maas().toString()).doesNotContain("hunter2");
    assertThat(configuration.ssh().toString()).doesNotContain("hunter2");
    assertThat(configuration.server("one").toString()).doesNotContain("hunter2");
  }

  @Test
  void a_secret_that_looks_like_a_number_keeps_its_zeros() {
    var configuration = of("bmc: {username: root, password: 007}");
    assertThat(clear(configuration.bmcPassword().orElseThrow())).isEqualTo("007");
  }

  @Test
  void all_problems_are_reported_at_once_with_their_places() {
    assertThatThrownBy(
            () ->
                of(
                    """
                    maas:
                      timeout: soon
                    ssh:
                      port: 70000
                      retries: -1
                    network:
                      address_map:
                        10.0.0.1: nowhere
                    logging: {level: LOUD}
                    """))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(5)
                    .anySatisfy(
                        p -> assertThat(p).startsWith("hwauto.yaml:2:12: maas.timeout: 'soon'"))
                    .anySatisfy(p -> assertThat(p).startsWith("hwauto.yaml:4:9: ssh.port: '70000'"))
                    .anySatisfy(p -> assertThat(p).startsWith("hwauto.yaml:5:12: ssh.retries"))
                    .anySatisfy(
                        p -> assertThat(p).startsWith("hwauto.yaml:8:5: network.address_map"))
                    .anySatisfy(p -> assertThat(p).startsWith("hwauto.yaml:9:18: logging.level")));
  }

  @Test
  void a_bad_variable_or_flag_is_named() {
    assertThatThrownBy(() -> of("{}", Map.of("IPMI_TIMEOUT", "1 week")))
        .hasMessageStartingWith("environment variable IPMI_TIMEOUT: ipmi.timeout: '1 week'");
    assertThatThrownBy(() -> Configuration.loader().flag("ssh.port", "--ssh-port", "no").load())
        .hasMessageStartingWith("flag --ssh-port: ssh.port: 'no'");
    assertThatThrownBy(() -> Configuration.loader().flag("ssh.prot", "--x", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean 'ssh.port'?");
  }

  @ParameterizedTest
  @CsvSource({"45, 45", "45s, 45", "2m, 120", "1h, 3600"})
  void times_are_in_seconds_unless_they_say_otherwise(String given, int seconds) {
    assertThat(of("ipmi: {timeout: " + given + "}").ipmi().timeout())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "1.5", "25h", "99999999999", "5 m", "P1D", "true"})
  void a_bad_time_is_refused(String given) {
    assertThatThrownBy(() -> of("ipmi: {timeout: '" + given + "'}"))
        .hasMessageStartingWith("hwauto.yaml:1:17: ipmi.timeout: '" + given + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2", "18", "x"})
  void a_cipher_suite_that_does_not_encrypt_is_refused(String suite) {
    assertThatThrownBy(() -> of("ipmi: {cipher_suite: " + suite + "}"))
        .hasMessageContaining("ipmi.cipher_suite");
  }

  @Test
  void an_unknown_key_is_a_warning_that_names_the_nearest() {
    var configuration =
        of(
            """
            mass: {host: maas}
            maas:
              hots: maas
            ssh: {usrname: root}
            servers: {one: {bmc: {adress: 10.0.0.7}, rack: 7}}
            database: {host: pg, path: x.db}
            redis: {host: r}
            """);
    assertThat(configuration.warnings())
        .containsExactlyInAnyOrder(
            "hwauto.yaml:1:1: unknown key 'mass'; did you mean 'maas'?; ignored",
            "hwauto.yaml:3:3: unknown key 'maas.hots'; did you mean 'maas.host'?; ignored",
            "hwauto.yaml:4:7: unknown key 'ssh.usrname'; did you mean 'ssh.username'?; ignored",
            "hwauto.yaml:5:23: servers.one.bmc: unknown key 'adress'; did you mean 'address'?; ignored",
            "hwauto.yaml:5:42: servers.one: unknown key 'rack'; ignored",
            "hwauto.yaml:6:12: 'database.host' has no effect here: the Python version never connected to"
                + " it; name a PostgreSQL database by database.url (HWAUTO_DATABASE_URL)",
            "hwauto.yaml:7:1: 'redis' has no effect here: no Redis is used: runs are journaled in"
                + " the database");
  }

  @Test
  void one_thing_said_twice_is_refused() {
    assertThatThrownBy(() -> of("maas: {host: a, url: b}"))
        .hasMessageStartingWith("hwauto.yaml:1:17: 'maas.url' says the same");
    assertThatThrownBy(() -> of("maas: {url: a}\nmaas: {url: b}"))
        .hasMessage("hwauto.yaml:2:1: 'maas' stands twice, first in line 1; keep one");
  }

  @Test
  void turning_verification_off_has_no_effect_and_says_so() {
    var configuration = of("redfish: {verify_ssl: no}", Map.of("MAAS_VERIFY_SSL", "false"));
    assertThat(configuration.warnings())
        .anySatisfy(w -> assertThat(w).startsWith("hwauto.yaml:1:23: redfish.verify_ssl: false"))
        .anySatisfy(w -> assertThat(w).contains("MAAS_VERIFY_SSL").contains("maas.pins"));
  }

  @Test
  void addresses_are_mapped() {
    var map =
        of("network: {address_map: {'10.0.*.*:443': '127.20.*.*:8443'}}").network().addressMap();
    assertThat(map.resolve("10.0.1.107", 443)).isEqualTo(new Endpoint("127.20.1.107", 8443));
  }

  @Test
  void a_mask_may_be_a_prefix() {
    var network = of("network: {gateway: 10.0.0.1, subnet_mask: /16}").network();
    assertThat(network.subnetMask().orElseThrow()).hasToString("255.255.0.0");
    assertThatThrownBy(() -> of("network: {subnet_mask: 255.0.255.0}"))
        .hasMessageStartingWith("hwauto.yaml:1:24: network.subnet_mask");
    assertThatThrownBy(() -> of("network: {gateway: 10.0.0.01}"))
        .hasMessageContaining("leading zero");
  }

  @Test
  void certificates_are_pinned_everywhere_or_by_address() {
    var colons = PIN.toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
    assertThat(of("bmc: {pins: ['sha256:" + colons + "']}").bmcPins().at("10.0.0.9"))
        .containsExactly(PIN);
    var byAddress = of("bmc: {pins: {10.0.0.9: " + PIN + "}}").bmcPins();
    assertThat(byAddress.at("10.0.0.9")).containsExactly(PIN);
    assertThat(byAddress.at("10.0.0.8")).isEmpty();
    assertThatThrownBy(() -> of("bmc: {pins: {10.0.0.9: abcd}}"))
        .hasMessageStartingWith("hwauto.yaml:1:24: bmc.pins.10.0.0.9: 'abcd'");
  }

  @Test
  void a_servers_own_bmc_beats_the_general_one() {
    var configuration =
        of(
            """
            bmc: {username: root, password: general}
            ipmi: {username: ADMIN, password: old}
            servers:
              rack1: {bmc: {address: 10.0.0.7, password: own}}
              rack2: {bmc: {username: admin, password: own}}
            """);
    var one = configuration.bmcCredentials("rack1").orElseThrow();
    assertThat(one.username()).isEqualTo("root");
    assertThat(clear(one.password())).isEqualTo("own");
    assertThat(configuration.bmcCredentials("rack2").orElseThrow().username()).isEqualTo("admin");
    assertThat(clear(configuration.bmcCredentials("other").orElseThrow().password()))
        .isEqualTo("general");
    assertThat(configuration.server("rack1").bmcAddress()).contains("10.0.0.7");
    assertThat(configuration.serverNames()).containsExactly("rack1", "rack2");
  }

  @Test
  void a_name_and_a_password_from_different_sections_are_not_mixed() {
    var configuration = of("{bmc: {password: new}, ipmi: {username: ADMIN, password: old}}");
    var credentials = configuration.bmcCredentials("any").orElseThrow();
    assertThat(credentials.username()).isEqualTo("ADMIN");
    assertThat(clear(credentials.password())).isEqualTo("old");
    assertThat(of("bmc: {username: root}\nipmi: {password: old}").bmcCredentials("any")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.300", "10.0.0.01", "127.0.0.1", "224.0.0.1", "bmc:443", "a b", ""})
  void a_malformed_bmc_address_is_refused(String address) {
    assertThatThrownBy(() -> of("servers: {one: {bmc: {address: '" + address + "'}}}"))
        .hasMessageStartingWith("hwauto.yaml:1:32: servers.one.bmc.address");
  }

  @Test
  void limits_are_read_and_all_that_is_wrong_with_them_is_told_at_once() {
    assertThat(of("limits: {firmware: 10, rack: 4}").limits())
        .isEqualTo(Map.of("firmware", 10, "rack", 4));
    assertThat(of("limits:").limits()).isEmpty();
    assertThat(of("state_dir: .").limits()).isEmpty();
    assertThatThrownBy(() -> of("limits:\n  firmware: 0\n  rack: many\n  in use: 1\n  bmc: [2]\n"))
        .hasMessageContainingAll(
            "hwauto.yaml:2:13: limits.firmware: '0' is not a whole number from 1 to 100000",
            "hwauto.yaml:3:9: limits.rack: 'many' is not",
            "hwauto.yaml:4:3: limits: 'in use' is no name of a limit",
            "hwauto.yaml:5:8");
    assertThat(of("limit: {a: 1}").warnings()).first().asString().contains("did you mean 'limits'");
  }

  @Test
  void two_servers_cannot_share_a_bmc() {
    assertThatThrownBy(
            () ->
                of("servers:\n  a: {bmc: {address: 10.0.0.7}}\n  b: {bmc: {address: 10.0.0.7}}\n"))
        .hasMessageStartingWith("hwauto.yaml:3:22: servers.b.bmc.address: 10.0.0.7 is also")
        .hasMessageContaining("'a'");
  }

  @Test
  void a_postgresql_database_is_named_by_its_url_and_its_password_apart() {
    assertThat(of("{}").database().postgres()).isEmpty();
    var configuration =
        of(
            "database: {url: 'postgresql://hwauto@db1.example.com/fleet', tls: off}",
            Map.of("HWAUTO_DATABASE_PASSWORD", "hunter2"));
    var postgres = configuration.database().postgres().orElseThrow();
    assertThat(postgres.url()).hasHost("db1.example.com").hasUserInfo("hwauto").hasPath("/fleet");
    assertThat(postgres.password()).isPresent();
    assertThat(postgres.schema()).isEqualTo("hwautomation");
    assertThat(postgres.tls()).contains(false);
    assertThat(configuration.warnings()).isEmpty();
    assertThat(configuration.toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://hwauto:hunter2@db1/fleet",
        "postgresql://hwauto:hunter2@db 1/fleet",
        "postgresql://hwauto@db1/fleet?password=hunter2",
        "postgresql://db1/fleet",
        "postgresql://hwauto@db1",
        "mysql://hwauto@db1/fleet",
        "fleet"
      })
  void what_is_no_address_of_a_postgresql_database_is_refused_without_its_password(String url) {
    assertThatThrownBy(() -> of("database: {url: '" + url + "'}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("postgresql://hwauto@db1.example.com:5432/hwautomation")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void paths_of_the_file_start_at_its_folder(@TempDir Path folder) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("hwauto.yaml"),
            """
            state_dir: state
            devices: {file: types.yaml}
            ssh: {key_path: ~/.ssh/id}
            database: {path: a.db}
            """);
    var configuration =
        Configuration.loader().environment(Map.of("HOME", "/home/op")).file(file).load();
    assertThat(configuration.stateDir()).isEqualTo(folder.resolve("state"));
    assertThat(configuration.devicesFile()).contains(folder.resolve("types.yaml"));
    assertThat(configuration.ssh().keyPath()).contains(Path.of("/home/op/.ssh/id"));
    var flag = Configuration.loader().file(file).flag("state_dir", "--state", "here").load();
    assertThat(flag.stateDir()).isEqualTo(Path.of("here"));
    assertThat(flag.database().path()).isEqualTo(Path.of("here/a.db"));
  }

  @Test
  void a_file_that_cannot_be_read_is_named(@TempDir Path folder) throws IOException {
    var missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> Configuration.load(missing))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(missing + ": does not exist; check the path");
    assertThatThrownBy(() -> Configuration.load(folder)).hasMessageContaining("is a folder");
    var latin = folder.resolve("latin.yaml");
    Files.write(latin, "ssh: {username: jürgen}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Configuration.load(latin)).hasMessageContaining("UTF-8");
    var large = folder.resolve("large.yaml");
    Files.writeString(large, "#".repeat(5 << 20));
    assertThatThrownBy(() -> Configuration.load(large)).hasMessageContaining("4 MiB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maas: [",
        "maas: {url: 'x",
        "\tmaas: x",
        "- a\n- b",
        "just text",
        "maas: text",
        "maas: [a]",
        "maas: {url: [a]}",
        "maas: {url: {a: b}}",
        "a: b\n---\nc: d",
        "? [a]\n: b",
        "a: &x {<<: *x}",
        "network: {address_map: text}",
        "network: {address_map: {a: [b]}}",
        "bmc: {pins: {a: {b: c}}}",
        "servers: [a]",
        "servers: {a: {bmc: text}}",
        "a: \u0001",
        "*unknown",
        "a: !!binary x\na: y"
      })
  void what_is_no_configuration_is_refused_with_its_place(String yaml) {
    assertThatThrownBy(() -> of(yaml))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("hwauto.yaml");
  }

  @Test
  void files_made_to_exhaust_the_reader_are_refused() {
    var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (var i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
    }
    assertThatThrownBy(() -> of(bomb.toString())).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> of("a: &a [*a]")).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> of("[".repeat(100_000))).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> of("a: ".repeat(1) + "{b: ".repeat(100_000)))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void any_text_gives_a_configuration_or_a_clear_refusal() {
    SeededTries.check(300, any -> readOrRefuse(any.text()));
  }

  private static void readOrRefuse(String text) {
    try {
      of(text);
    } catch (ConfigurationException e) {
      assertThat(e.problems())
          .isNotEmpty()
          .allSatisfy(p -> assertThat(p).startsWith("hwauto.yaml"));
    }
  }
}
