package org.hwautomation.hardware.maas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MaasClientTest {
  private ScriptedMaas server;
  private MaasClient maas;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedMaas();
    maas = server.client();
  }

  @AfterEach
  void stop() {
    maas.close();
    server.close();
  }

  @Test
  void the_oauth_header_has_every_field_of_the_plaintext_signature() {
    server.thenJson("{\"username\": \"admin\", \"email\": \"a@b\", \"is_superuser\": true}");
    assertThat(maas.whoami()).isEqualTo(new MaasUser("admin", "a@b", true));
    var asked = server.asked.getFirst();
    assertThat(asked.method()).isEqualTo("GET");
    assertThat(asked.target()).isEqualTo("/MAAS/api/2.0/users/?op=whoami");
    var header = asked.header("Authorization");
    assertThat(header).startsWith("OAuth ");
    assertThat(field(header, "oauth_version")).isEqualTo("1.0");
    assertThat(field(header, "oauth_signature_method")).isEqualTo("PLAINTEXT");
    assertThat(field(header, "oauth_consumer_key")).isEqualTo("consumer");
    assertThat(field(header, "oauth_token")).isEqualTo("token");
    assertThat(field(header, "oauth_signature")).isEqualTo("%26sECRET");
    assertThat(field(header, "oauth_nonce")).hasSizeGreaterThan(8);
    assertThat(field(header, "oauth_timestamp"))
        .isEqualTo(Long.toString(ScriptedMaas.NOW.getEpochSecond()));
  }

  @Test
  void two_requests_have_two_nonces() {
    server.thenJson("{}").thenJson("{}");
    maas.version();
    maas.version();
    assertThat(server.asked)
        .extracting(asked -> field(asked.header("Authorization"), "oauth_nonce"))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_key_with_odd_characters_is_percent_encoded() {
    server.thenJson("{}");
    try (var client = MaasClient.builder(server.url(), Secret.of("c&:t=:s %")).build()) {
      assertThat(client.peer()).doesNotContain("s %");
    } catch (IllegalArgumentException e) {
      // a blank is no part of a key
      assertThat(e).hasMessageContaining("odd characters").hasMessageNotContaining("s %");
    }
    try (var client = MaasClient.builder(server.url(), Secret.of("c&:t=:s%")).build()) {
      client.version();
    }
    var header = server.asked.getFirst().header("Authorization");
    assertThat(field(header, "oauth_consumer_key")).isEqualTo("c%26");
    assertThat(field(header, "oauth_signature")).isEqualTo("%26s%25");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "topsecret", "top:secret", "top:secret:and:more", "::", "top::secret"})
  void a_malformed_key_is_an_error_that_does_not_show_it(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaasClient.builder("http://maas", Secret.of(key)))
        .withMessageContaining("consumer:token:secret")
        .withMessageNotContaining("top");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/MAAS", "/MAAS/", "/MAAS/api/2.0", "/MAAS/api/2.0/"})
  void the_url_may_be_written_in_every_usual_way(String path) {
    server.thenJson("{\"version\": \"3.5.1\"}");
    var url = "http://127.0.0.1:" + server.port() + path;
    try (var client = MaasClient.builder(url, Secret.of("a:b:c")).build()) {
      assertThat(client.version().version()).isEqualTo("3.5.1");
      assertThat(client.peer()).isEqualTo("MAAS " + server.url());
    }
    assertThat(server.asked.getFirst().target()).isEqualTo("/MAAS/api/2.0/version/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"maas:5240", "ftp://maas", "http://", "http://u:hunter2@maas/", "not a url", ""})
  void a_url_that_can_not_be_used_is_an_error_without_its_password(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaasClient.builder(url, Secret.of("a:b:c")).build())
        .withMessageContaining("MAAS URL")
        .withMessageNotContaining("hunter2");
  }

  @Test
  void the_address_map_says_where_maas_really_is() {
    server.thenJson("{\"version\": \"3.5.1\"}");
    var map = AddressMap.of(Map.of("maas.example:5240", "127.0.0.1:" + server.port()));
    try (var client =
        MaasClient.builder("http://maas.example:5240/MAAS", Secret.of("a:b:c"))
            .addresses(map)
            .build()) {
      assertThat(client.version().version()).isEqualTo("3.5.1");
    }
  }

  @Test
  void commissioning_sends_its_flags_as_a_form_to_a_url_with_a_slash() {
    server.thenJson(machine(1, 7));
    var options =
        CommissionOptions.defaults()
            .withEnableSsh(true)
            .withSkipBmcConfig(true)
            .withSkipNetworking(true)
            .withSkipStorage(true)
            .withCommissioningScripts(List.of("lshw", "x y"))
            .withTestingScripts(List.of("none"));
    assertThat(maas.commission("abc123", options).status()).isEqualTo(MachineStatus.COMMISSIONING);
    var asked = server.asked.getFirst();
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.target()).isEqualTo("/MAAS/api/2.0/machines/abc123/?op=commission");
    assertThat(asked.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(asked.body())
        .isEqualTo(
            "enable_ssh=1&skip_bmc_config=1&skip_networking=1&skip_storage=1"
                + "&commissioning_scripts=lshw%2Cx%20y&testing_scripts=none");
  }

  @Test
  void an_old_ready_is_never_taken_for_a_new_one() {
    var known = OptionalLong.of(7);
    assertThat(parsed(4, 7).commissioningSince(known)).isEqualTo(CommissioningProgress.NOT_STARTED);
    assertThat(parsed(1, 7).commissioningSince(known)).isEqualTo(CommissioningProgress.NOT_STARTED);
    assertThat(parsed(1, 8).commissioningSince(known)).isEqualTo(CommissioningProgress.RUNNING);
    assertThat(parsed(21, 8).commissioningSince(known)).isEqualTo(CommissioningProgress.TESTING);
    assertThat(parsed(4, 8).commissioningSince(known)).isEqualTo(CommissioningProgress.READY);
    assertThat(parsed(2, 8).commissioningSince(known)).isEqualTo(CommissioningProgress.FAILED);
    assertThat(parsed(22, 8).commissioningSince(known))
        .isEqualTo(CommissioningProgress.FAILED_TESTING);
    assertThat(parsed(0, 8).commissioningSince(known)).isEqualTo(CommissioningProgress.ABORTED);
    assertThat(parsed(6, 8).commissioningSince(known)).isEqualTo(CommissioningProgress.OVERTAKEN);
    assertThat(parsed(1, 8).commissioningSince(OptionalLong.empty()))
        .isEqualTo(CommissioningProgress.RUNNING);
    assertThat(
            MaasJson.machine(Json.of("{\"system_id\": \"a\", \"status\": 4}"))
                .commissioningSince(OptionalLong.empty()))
        .isEqualTo(CommissioningProgress.NOT_STARTED);
  }

  @Test
  void the_states_of_the_safety_rule_are_in_use_and_the_lock_counts_apart() {
    assertThat(MachineStatus.values())
        .filteredOn(MachineStatus::inUse)
        .extracting(MachineStatus::code)
        .containsExactlyInAnyOrder(5, 6, 9, 10, 12, 14, 16, 17, 18, 19, 20, -1);
    assertThat(MachineStatus.ofCode(4711)).isEqualTo(MachineStatus.UNKNOWN);
    assertThat(parsed(4, 1).inUse()).isFalse();
    assertThat(
            MaasJson.machine(Json.of("{\"system_id\": \"a\", \"status\": 4, \"locked\": true}"))
                .inUse())
        .isTrue();
    assertThat(MaasJson.machine(Json.of("{\"system_id\": \"a\"}")).inUse()).isTrue();
  }

  @Test
  void releasing_a_machine_that_is_already_ready_succeeds() {
    server.then(409, "text/plain", "Machine cannot be released in its current state ('Ready').");
    server.thenJson(machine(4, 7));
    assertThat(maas.release("abc123", ReleaseOptions.defaults()).status())
        .isEqualTo(MachineStatus.READY);
  }

  @Test
  void releasing_a_machine_in_another_state_is_refused_with_the_words_of_maas() {
    server.then(409, "text/plain", "Machine cannot be released in its current state ('Testing').");
    server.thenJson(machine(21, 7));
    assertThatThrownBy(() -> maas.release("abc123", ReleaseOptions.defaults()))
        .hasMessageContaining("current state ('Testing')");
  }

  @Test
  void a_power_call_that_failed_for_maas_and_worked_for_the_machine_succeeds() {
    server.then(503, "text/plain", "Unable to change power state: BMC power failure");
    server.thenJson("{\"state\": \"on\"}");
    maas.powerOn("abc123");
    assertThat(server.asked)
        .extracting(asked -> asked.method() + " " + asked.target())
        .containsExactly(
            "POST /MAAS/api/2.0/machines/abc123/?op=power_on",
            "GET /MAAS/api/2.0/machines/abc123/?op=query_power_state");
  }

  @Test
  void a_power_call_that_did_nothing_fails_and_is_not_sent_again() {
    server.then(503, "text/plain", "Unable to change power state: BMC power failure");
    server.thenJson("{\"state\": \"on\"}");
    assertThatThrownBy(() -> maas.powerOff("abc123", StopMode.HARD))
        .hasMessageContaining("BMC power failure");
    assertThat(server.asked).filteredOn(asked -> asked.method().equals("POST")).hasSize(1);
    assertThat(server.asked.getFirst().body()).isEqualTo("stop_mode=hard");
  }

  @Test
  void power_parameters_are_read_without_ever_printing_a_secret() {
    server.thenJson(
        "{\"power_address\": \"10.0.1.1\", \"power_user\": \"maas\", \"power_pass\": \"hunter2\","
            + " \"k_g\": \"kgkg\", \"cipher_suite_id\": 17, \"mac_address\": null}");
    var parameters = maas.powerParameters("abc123");
    assertThat(parameters.address()).isEqualTo("10.0.1.1");
    assertThat(parameters.password()).isEqualTo(Secret.of("hunter2"));
    assertThat(parameters.other("cipher_suite_id")).contains("17");
    assertThat(parameters.other("mac_address")).isEmpty();
    assertThat(parameters.toString())
        .contains("10.0.1.1", "maas", "k_g")
        .doesNotContain("hunter2", "kgkg");
  }

  @Test
  void power_parameters_are_written_and_read_back() {
    var mine = PowerParameters.of("10.0.1.9", "hw", Secret.of("p&ss wörd")).with("node_id", "1");
    server.thenJson(machine(4, 1));
    server.thenJson(
        "{\"power_address\": \"10.0.1.9\", \"power_user\": \"hw\", \"power_pass\": \"p&ss wörd\"}");
    assertThat(maas.setPowerParameters("abc123", "redfish", mine).user()).isEqualTo("hw");
    var asked = server.asked.getFirst();
    assertThat(asked.method()).isEqualTo("PUT");
    assertThat(asked.target()).isEqualTo("/MAAS/api/2.0/machines/abc123/");
    assertThat(asked.body())
        .isEqualTo(
            "power_type=redfish&power_parameters_power_address=10.0.1.9"
                + "&power_parameters_power_user=hw"
                + "&power_parameters_power_pass=p%26ss%20w%C3%B6rd&power_parameters_node_id=1");
  }

  @Test
  void power_parameters_that_maas_accepts_and_does_not_keep_are_an_error() {
    server.thenJson(machine(4, 1));
    server.thenJson(
        "{\"power_address\": \"10.0.1.9\", \"power_user\": \"hw\", \"power_pass\": \"old\"}");
    var mine = PowerParameters.of("10.0.1.9", "hw", Secret.of("hunter2"));
    assertThatThrownBy(() -> maas.setPowerParameters("abc123", "ipmi", mine))
        .hasMessageContaining("kept others")
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("old");
  }

  @Test
  void a_tag_is_made_if_need_be_given_and_read_back() {
    server.then(404, "text/plain", "No Tag matches the given query.");
    server.thenJson("{\"name\": \"ready\"}");
    server.thenJson("{\"added\": 1, \"removed\": 0}");
    server.thenJson("{\"system_id\": \"abc123\", \"status\": 4, \"tag_names\": [\"ready\"]}");
    assertThat(maas.addTag("abc123", "ready").tagNames()).containsExactly("ready");
    assertThat(server.asked)
        .extracting(asked -> asked.method() + " " + asked.target() + " " + asked.body())
        .containsExactly(
            "GET /MAAS/api/2.0/tags/ready/ ",
            "POST /MAAS/api/2.0/tags/ name=ready",
            "POST /MAAS/api/2.0/tags/ready/?op=update_nodes add=abc123",
            "GET /MAAS/api/2.0/machines/abc123/ ");
  }

  @Test
  void a_tag_that_maas_accepts_and_does_not_give_is_an_error() {
    server.thenJson("{\"name\": \"ready\"}");
    server.thenJson("{\"added\": 0, \"removed\": 0}");
    server.thenJson("{\"system_id\": \"abc123\", \"status\": 4, \"tag_names\": []}");
    assertThatThrownBy(() -> maas.addTag("abc123", "ready"))
        .hasMessageContaining("does not have it");
  }

  @Test
  void a_machine_is_found_by_host_name_full_name_and_system_id() {
    var listed =
        "[{\"system_id\": \"abc123\", \"hostname\": \"u07\", \"fqdn\": \"u07.maas\", \"status\": 4}]";
    server.thenJson(listed).thenJson(listed).thenJson("[]").thenJson(machine(4, 1));
    assertThat(maas.find("u07")).map(Machine::systemId).contains("abc123");
    assertThat(maas.find("u07.maas")).map(Machine::systemId).contains("abc123");
    assertThat(maas.find("abc123")).map(Machine::systemId).contains("abc123");
    server.thenJson("[]").then(404, "text/plain", "No Machine matches the given query.");
    assertThat(maas.find("nobody")).isEmpty();
    assertThat(server.asked.getFirst().target()).isEqualTo("/MAAS/api/2.0/machines/?hostname=u07");
  }

  @Test
  void a_new_machine_repeats_the_key_for_each_mac() {
    server.thenJson(machine(0, 1));
    maas.create(
        new NewMachine(
            "u08",
            "amd64/generic",
            List.of("aa:bb:cc:00:00:01", "aa:bb:cc:00:00:02"),
            "ipmi",
            PowerParameters.of("10.0.1.8", "maas", Secret.of("pw")),
            false));
    assertThat(server.asked.getFirst().body())
        .contains(
            "mac_addresses=aa%3Abb%3Acc%3A00%3A00%3A01&mac_addresses=aa%3Abb%3Acc%3A00%3A00%3A02")
        .contains("commission=false")
        .contains("power_parameters_power_pass=pw");
  }

  @Test
  void events_are_read_page_by_page_forward() {
    server.thenJson(events(1, 1000)).thenJson(events(1001, 5));
    var events = maas.events(EventQuery.of("abc123").after(0).withLimit(5000));
    assertThat(events).hasSize(1005).isSortedAccordingTo((a, b) -> Long.compare(a.id(), b.id()));
    assertThat(server.asked)
        .extracting(ScriptedMaas.Asked::target)
        .containsExactly(
            "/MAAS/api/2.0/events/?op=query&id=abc123&limit=1000&after=0",
            "/MAAS/api/2.0/events/?op=query&id=abc123&limit=1000&after=1000");
  }

  @Test
  void the_times_of_events_are_read() {
    server.thenJson(
        "{\"count\": 1, \"events\": [{\"id\": 5, \"node\": \"abc123\", \"level\": \"INFO\","
            + " \"created\": \"Mon, 05 Nov. 2018 21:45:11\", \"type\": \"Ready\"}]}");
    assertThat(maas.events(EventQuery.of("abc123")).getFirst().created())
        .contains(java.time.Instant.parse("2018-11-05T21:45:11Z"));
  }

  @Test
  void every_write_asks_the_guard_and_a_refused_one_is_never_sent() {
    var asked = new CopyOnWriteArrayList<String>();
    var guarded =
        maas.withGuard(
            request -> {
              asked.add(request);
              throw new IllegalStateException("the lease is lost");
            });
    var power = PowerParameters.of("10.0.1.8", "maas", Secret.of("hunter2"));
    List<Runnable> writes =
        List.of(
            () -> guarded.commission("a", CommissionOptions.defaults()),
            () -> guarded.abort("a", ""),
            () -> guarded.deploy("a", DeployOptions.defaults()),
            () -> guarded.release("a", ReleaseOptions.defaults()),
            () -> guarded.rescueMode("a"),
            () -> guarded.exitRescueMode("a"),
            () -> guarded.lock("a", ""),
            () -> guarded.unlock("a", ""),
            () -> guarded.markBroken("a", ""),
            () -> guarded.markFixed("a", ""),
            () -> guarded.powerOn("a"),
            () -> guarded.powerOff("a", StopMode.SOFT),
            () -> guarded.setPowerParameters("a", "ipmi", power),
            () -> guarded.createTag("t", ""),
            () -> guarded.updateTag("t", List.of("a"), List.of()),
            () ->
                guarded.create(
                    new NewMachine("u", "amd64/generic", List.of(), "ipmi", power, false)));
    for (var write : writes) {
      assertThatThrownBy(write::run).isInstanceOf(IllegalStateException.class);
    }
    assertThat(server.asked).isEmpty();
    assertThat(asked).hasSize(writes.size()).noneMatch(text -> text.contains("hunter2"));
  }

  private static String field(String header, String name) {
    var found = Pattern.compile("[ ,]" + name + "=\"([^\"]*)\"").matcher(header);
    assertThat(found.find()).as(name + " in the header").isTrue();
    return found.group(1);
  }

  private static String machine(int status, long commissioning) {
    return "{\"system_id\": \"abc123\", \"status\": "
        + status
        + ", \"current_commissioning_result_id\": "
        + commissioning
        + ", \"a_field_of_the_future\": {\"x\": []}}";
  }

  private static Machine parsed(int status, long commissioning) {
    return MaasJson.machine(Json.of(machine(status, commissioning)));
  }

  private static String events(int first, int count) {
    var text = new StringBuilder("{\"count\": " + count + ", \"events\": [");
    for (var id = first + count - 1; id >= first; id--) {
      text.append("{\"id\": ").append(id).append(id == first ? "}" : "},");
    }
    return text.append("], \"next_uri\": \"/MAAS/x\"}").toString();
  }
}
