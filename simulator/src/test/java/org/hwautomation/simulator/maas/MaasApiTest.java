package org.hwautomation.simulator.maas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.HttpFault;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.ServerDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MaasApiTest {
  private static DataCentre dataCentre;
  private static MaasCaller maas;

  @BeforeAll
  static void start() {
    dataCentre =
        DataCentre.builder()
            .server(ServerDescription.numbered(0))
            .server(ServerDescription.numbered(1).withMaasStatus(MaasStatus.READY))
            .server(ServerDescription.numbered(2).withMaasStatus(MaasStatus.READY))
            .seed(7)
            .speed(60)
            .start();
    maas = new MaasCaller(dataCentre);
  }

  @AfterAll
  static void stop() {
    maas.close();
    dataCentre.close();
  }

  private static String id(int index) {
    return dataCentre.servers().get(index).identity().systemId();
  }

  @Test
  void the_key_is_asked_for_everywhere_but_at_the_version() {
    assertThat(maas.sendRaw("GET", "version/", "", "").statusCode()).isEqualTo(200);
    assertThat(maas.sendRaw("GET", "machines/", "", "").statusCode()).isEqualTo(401);
    assertThat(maas.get("users/?op=whoami").get("username").asString()).isEqualTo("admin");
  }

  @Test
  void a_wrong_key_is_refused_with_the_text_of_maas() {
    var url = dataCentre.configuration().getOrDefault("maas.url", "");
    var key = dataCentre.configuration().getOrDefault("maas.api_key", "");
    try (var wrongConsumer = new MaasCaller(url, "x" + key);
        var wrongSecret = new MaasCaller(url, key + "x")) {
      assertThat(wrongConsumer.send("GET", "machines/").statusCode()).isEqualTo(401);
      assertThat(wrongConsumer.send("GET", "machines/").body())
          .isEqualTo("Authorization Error: Invalid API key.");
      assertThat(wrongSecret.send("GET", "machines/").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void a_nonce_is_good_for_one_request() {
    var authorization = maas.authorization();
    assertThat(maas.sendRaw("GET", "tags/", authorization, "").statusCode()).isEqualTo(200);
    assertThat(maas.sendRaw("GET", "tags/", authorization, "").body())
        .contains("Nonce already used");
  }

  @Test
  void the_trailing_slash_is_needed() {
    var response = maas.send("GET", "machines?hostname=a");
    assertThat(response.statusCode()).isEqualTo(301);
    assertThat(response.headers().firstValue("Location"))
        .contains("/MAAS/api/2.0/machines/?hostname=a");
    assertThat(maas.send("POST", "machines/" + id(0) + "?op=commission").statusCode())
        .isEqualTo(404);
  }

  @Test
  void what_is_not_there_says_so_in_plain_text() {
    var response = maas.send("GET", "machines/nobody/");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("No Machine matches the given query.");
    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(maas.send("POST", "machines/" + id(0) + "/?op=explode").body())
        .isEqualTo("Unrecognised signature: method=POST op=explode");
    assertThat(maas.send("GET", "nothing/").statusCode()).isEqualTo(404);
  }

  @Test
  void a_machine_has_the_fields_that_real_ones_have() throws Exception {
    var captured =
        Path.of(
            System.getProperty("hwautomation.root", ".."), "../shared/fixtures/maas/machine.json");
    assumeTrue(Files.exists(captured), "no captured MAAS answer at " + captured);
    var real = names(MaasCaller.JSON.readTree(Files.readString(captured)));
    var ours = names(maas.get("machines/" + id(1) + "/"));
    assertThat(ours).containsAll(real);
  }

  private static Set<String> names(JsonNode node) {
    return new TreeSet<>(node.propertyNames());
  }

  @Test
  void machines_are_filtered_by_any_of_the_values_given() {
    var first = dataCentre.servers().get(0);
    var second = dataCentre.servers().get(1);
    assertThat(maas.get("machines/")).hasSize(3);
    assertThat(
            maas.get("machines/?hostname=" + first.hostname() + "&hostname=" + second.hostname()))
        .hasSize(2);
    assertThat(
            maas.get("machines/?mac_address=" + second.hardware().nics().getFirst().mac())
                .get(0)
                .get("system_id")
                .asString())
        .isEqualTo(id(1));
    assertThat(maas.get("machines/?status=new")).hasSize(1);
  }

  @Test
  void tags_are_made_put_on_machines_and_found() {
    assertThat(maas.send("POST", "tags/", "name", "bad name").body())
        .isEqualTo("{\"name\":[\"Enter a valid value.\"]}");
    assertThat(maas.post("tags/", "name", "gpu", "comment", "x").get("name").asString())
        .isEqualTo("gpu");
    var updated = maas.post("tags/gpu/?op=update_nodes", "add", id(1), "add", id(2));
    assertThat(updated.get("added").asInt()).isEqualTo(2);
    assertThat(maas.get("tags/gpu/?op=machines")).hasSize(2);
    assertThat(maas.get("machines/?tags=gpu")).hasSize(2);
    maas.post("tags/gpu/?op=update_nodes", "remove", id(1));
    assertThat(maas.get("machines/" + id(1) + "/").get("tag_names").toString())
        .isEqualTo("[\"rack-R01\",\"unit-03\"]");
    assertThat(maas.get("tags/rack-R01/?op=machines")).hasSize(3);
    assertThat(maas.send("GET", "tags/other/").body()).isEqualTo("No Tag matches the given query.");
  }

  @Test
  void power_parameters_are_merged_and_checked() {
    var path = "machines/" + id(2) + "/";
    var before = maas.get(path + "?op=power_parameters");
    assertThat(maas.send("PUT", path, "power_parameters_power_pass", "other").statusCode())
        .isEqualTo(200);
    var after = maas.get(path + "?op=power_parameters");
    assertThat(after.get("power_address")).isEqualTo(before.get("power_address"));
    assertThat(after.get("power_pass").asString()).isEqualTo("other");
    assertThat(maas.get(path + "?op=query_power_state").get("state").asString()).isEqualTo("error");
    assertThat(maas.get(path).get("power_state").asString()).isEqualTo("error");
    var invalid = maas.send("PUT", path, "power_type", "magic");
    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(MaasCaller.JSON.readTree(invalid.body()).get("power_type").isArray()).isTrue();
    maas.send("PUT", path, "power_parameters_power_pass", before.get("power_pass").asString());
    assertThat(maas.get(path + "?op=query_power_state").get("state").asString()).isEqualTo("off");
  }

  @Test
  void power_off_reaches_the_bmc_and_power_on_needs_an_owner() {
    var server = dataCentre.servers().get(1);
    var path = "machines/" + id(1) + "/";
    var refused = maas.send("POST", path + "?op=power_on");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).isEqualTo("Can't start node: it hasn't been allocated.");
    maas.post("machines/?op=allocate", "system_id", id(1));
    maas.post(path + "?op=power_on");
    assertThat(server.power().state()).isEqualTo(PowerState.ON);
    maas.post(path + "?op=power_off");
    assertThat(server.power().state()).isEqualTo(PowerState.OFF);
    maas.post(path + "?op=release");
  }

  @Test
  void events_come_in_pages_that_link_to_each_other() {
    for (var i = 0; i < 5; i++) {
      maas.get("machines/" + id(0) + "/?op=query_power_state");
      maas.send("PUT", "machines/" + id(0) + "/", "power_parameters_power_pass", "wrong" + i);
      maas.get("machines/" + id(0) + "/?op=query_power_state");
    }
    maas.send("PUT", "machines/" + id(0) + "/", "power_parameters_power_pass", "Racked-0001!");
    List<Integer> ids = new ArrayList<>();
    var page = maas.get("events/?op=query&limit=2&level=WARNING&id=" + id(0));
    while (page.get("count").asInt() > 0) {
      page.get("events").forEach(event -> ids.add(event.get("id").asInt()));
      var next = page.get("prev_uri").asString().replace("/MAAS/api/2.0/", "");
      page = maas.get(next);
    }
    assertThat(ids).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();
    assertThat(ids).isSortedAccordingTo((a, b) -> b - a);
    var tooMany = maas.send("GET", "events/?op=query&limit=1001");
    assertThat(tooMany.statusCode()).isEqualTo(400);
    assertThat(tooMany.body())
        .isEqualTo("Requested number of events 1001 is greater than limit: 1000");
  }

  @Test
  void a_locked_machine_refuses_and_only_deployed_ones_are_locked() {
    assertThat(maas.send("POST", "machines/" + id(2) + "/?op=lock").statusCode()).isEqualTo(409);
    dataCentre.servers().get(2).maas().locked(true);
    try {
      assertThat(maas.send("POST", "machines/" + id(2) + "/?op=commission").statusCode())
          .isEqualTo(403);
      assertThat(maas.send("DELETE", "machines/" + id(2) + "/").statusCode()).isEqualTo(403);
      assertThat(maas.post("machines/" + id(2) + "/?op=unlock").get("locked").asBoolean())
          .isFalse();
    } finally {
      dataCentre.servers().get(2).maas().locked(false);
    }
  }

  @Test
  void a_machine_is_made_by_hand_and_deleted() {
    var invalid = maas.send("POST", "machines/", "hostname", "-");
    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(names(MaasCaller.JSON.readTree(invalid.body())))
        .containsExactly("architecture", "hostname", "mac_addresses");
    var made =
        maas.post(
            "machines/",
            "hostname",
            "lonely",
            "architecture",
            "amd64",
            "mac_addresses",
            "02:00:00:00:00:01",
            "power_type",
            "manual");
    var path = "machines/" + made.get("system_id").asString() + "/";
    assertThat(made.get("status_name").asString()).isEqualTo("New");
    assertThat(made.get("architecture").asString()).isEqualTo("amd64/generic");
    assertThat(maas.send("DELETE", path).statusCode()).isEqualTo(204);
    assertThat(maas.send("GET", path).statusCode()).isEqualTo(404);
  }

  @Test
  void ordered_faults_are_met_once() {
    dataCentre.maasFaults().next(1, HttpFault.UNAVAILABLE);
    var response = maas.send("GET", "machines/");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("10");
    dataCentre.maasFaults().next(1, HttpFault.HTML);
    assertThat(maas.send("GET", "machines/").body()).startsWith("<!DOCTYPE html>");
    assertThat(maas.send("GET", "machines/").statusCode()).isEqualTo(200);
  }

  @Test
  void curl_gets_in_with_a_multipart_form() throws Exception {
    var curl = Path.of("/usr/bin/curl");
    assumeTrue(Files.isExecutable(curl), "curl is absent");
    var process =
        new ProcessBuilder(
                curl.toString(),
                "-sS",
                "-H",
                "Authorization: " + maas.authorization(),
                "-F",
                "name=from-curl",
                "-F",
                "comment=a \"quoted\" word",
                dataCentre.configuration().getOrDefault("maas.url", "") + "/api/2.0/tags/")
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(MaasCaller.JSON.readTree(output).get("comment").asString())
        .isEqualTo("a \"quoted\" word");
  }

  @Test
  void requests_are_recorded_with_their_server_and_without_secrets() {
    maas.send("PUT", "machines/" + id(1) + "/", "description", "x");
    assertThat(dataCentre.recorder().requests())
        .anySatisfy(
            request -> {
              assertThat(request.method()).isEqualTo("PUT");
              assertThat(request.server()).isEqualTo(dataCentre.servers().get(1).hostname());
              assertThat(request.status()).isEqualTo(200);
            });
    assertThat(dataCentre.recorder().requests().toString())
        .doesNotContain(dataCentre.configuration().getOrDefault("maas.api_key", "").split(":")[2]);
    assertThat(
            dataCentre.recorder().count(dataCentre.servers().get(1).hostname(), EffectKind.DEPLOY))
        .isZero();
  }
}
