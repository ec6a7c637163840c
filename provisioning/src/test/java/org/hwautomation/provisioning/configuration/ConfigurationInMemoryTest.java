package org.hwautomation.provisioning.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationInMemoryTest {
  private static Configuration json(String json) {
    return Configuration.loader().json("config", json).load();
  }

  @Test
  void the_originals_dictionary_is_a_configuration() {
    var configuration =
        Configuration.of(
            Map.of(
                "database",
                Map.of("path", "inventory.db", "table_name", "servers", "auto_migrate", true),
                "maas",
                Map.of(
                    "host", "http://maas:5240/MAAS",
                    "consumer_key", "a",
                    "consumer_token", "b",
                    "secret", "c",
                    "timeout", 45),
                "network",
                Map.of("address_map", Map.of("10.0.0.7", "127.0.0.1:8443"))));

    assertThat(configuration.database().path()).isEqualTo(Path.of("inventory.db"));
    assertThat(configuration.requireMaasUrl()).hasToString("http://maas:5240/MAAS");
    assertThat(configuration.requireMaasApiKey().<String>reveal(key -> key)).isEqualTo("a:b:c");
    assertThat(configuration.maas().timeout()).isEqualTo(Duration.ofSeconds(45));
    assertThat(configuration.network().addressMap().isEmpty()).isFalse();
    assertThat(configuration.warnings())
        .singleElement()
        .asString()
        .startsWith("configuration:database.auto_migrate: ");
  }

  @Test
  void keys_may_be_paths() {
    assertThat(Configuration.of(Map.of("database.path", "x.db")).database().path())
        .isEqualTo(Path.of("x.db"));
  }

  @Test
  void a_json_text_says_the_same() {
    var configuration =
        json(
            """
            {"maas": {"host": "maas", "api_key": "a:b:c", "timeout": null},
             "bmc": {"username": "root", "password": "007"}, "servers": null}
            """);
    assertThat(configuration.requireMaasUrl()).hasToString("http://maas:5240/MAAS");
    assertThat(configuration.bmcPassword().orElseThrow().<String>reveal(text -> text))
        .isEqualTo("007");
    assertThat(configuration.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'maas': {'timeout': 'soon'}}|config:maas.timeout: ",
        "{'maas': {'timeout': [1]}}|config:maas.timeout: ",
        "{'maas': 'here'}|config:maas: ",
        "{'maas': {'host': 'a', 'url': 'b'}}|config:maas.url: ",
        "{'servers': {'one': {'bmc': {'address': '10.0.0.999'}}}}|config:servers.one.bmc.address: ",
        "{'alerts': {'webhooks': [{'name': 'x'}]}}|config:alerts.webhooks[0]: ",
        "{'limits': {'rack': 0}}|config:limits.rack: ",
        "{'ssh': {'port': 1, 'port': 2}}|config:1:21: "
      })
  void a_problem_names_its_path_of_keys(String json, String place) {
    assertThatThrownBy(() -> json(json.replace('\'', '"')))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "7", "{\"a\": 1} {}", "{\"a\": tru}"})
  void what_is_no_json_object_is_refused(String text) {
    assertThatThrownBy(() -> json(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("config:1:");
  }

  @Test
  void all_problems_of_a_map_are_told_at_once_and_no_value_is_shown() {
    record Password(String text) {}
    var settings =
        new HashMap<Object, Object>(Map.of("bmc", Map.of("password", new Password("hunter2"))));
    settings.put(7, "x");
    assertThatThrownBy(() -> Configuration.loader().map("settings", cast(settings)))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(2))
        .hasMessageContaining("settings:bmc.password: is a Password; give a text")
        .hasMessageContaining("settings: has a key that is no text")
        .hasMessageNotContaining("hunter2");
  }

  @SuppressWarnings("unchecked") // what a caller without generics does
  private static Map<String, ?> cast(Map<?, ?> map) {
    return (Map<String, ?>) map;
  }

  @Test
  void a_list_that_contains_itself_is_refused() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThatThrownBy(() -> Configuration.of(Map.of("limits", list)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void an_origin_is_shown_as_a_path() {
    assertThat(Configuration.of(Map.of("ssh", Map.of("port", 2222))).settings())
        .filteredOn(setting -> setting.name().equals("ssh.port"))
        .singleElement()
        .satisfies(setting -> assertThat(setting.origin()).hasToString("configuration:ssh.port"));
  }
}
