package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hwautomation.server.access.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The service as its clients see it, over a simulated data centre. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServiceTest {
  private ServiceRig rig;

  @BeforeAll
  void start(@TempDir Path state) {
    rig = new ServiceRig(state, 5);
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private static Map<String, Object> commissioning(ServiceRig rig, int server) {
    var simulated = rig.dataCentre.servers().get(server);
    return Map.of(
        "template",
        "commissioning",
        "server",
        simulated.hostname(),
        "device_type",
        SimulatedSetup.deviceType(simulated));
  }

  /** The ids of a stream's events, until the run is over. */
  private static List<String> ids(BufferedReader lines) throws IOException {
    return ServiceClient.events(lines, "end").stream()
        .map(ServiceClient.StreamEvent::id)
        .filter(id -> !id.isEmpty())
        .toList();
  }

  @Test
  void a_run_that_is_started_is_executed_and_told_entry_by_entry_without_a_gap() throws Exception {
    var started = rig.post("/api/v1/runs", commissioning(rig, 0));
    assertThat(started.status()).as(started.body()).isEqualTo(201);
    var run = started.json().get("run_id").asString();
    assertThat(started.header("Location")).isEqualTo("/api/v1/runs/" + run);
    List<String> ids;
    try (var lines = rig.asking("GET", "/api/v1/runs/" + run + "/stream").as(rig.admin()).lines()) {
      ids = ids(lines);
    }
    var shown = rig.get("/api/v1/runs/" + run).json();
    assertThat(shown.get("status").asString()).isEqualTo("completed");
    var expected = new ArrayList<String>();
    for (var seq = 1; seq <= shown.get("last_seq").asInt(); seq++) {
      expected.add(String.valueOf(seq));
    }
    assertThat(ids).isEqualTo(expected);

    // cut off in the middle, a listener goes on behind what it has seen
    try (var lines =
        rig.asking("GET", "/api/v1/runs/" + run + "/stream")
            .as(rig.admin())
            .with("Last-Event-ID", "4")
            .lines()) {
      assertThat(ids(lines)).isEqualTo(expected.subList(4, expected.size()));
    }
  }

  @Test
  void servers_stand_where_their_tags_in_maas_say_before_any_run() throws Exception {
    var name = rig.dataCentre.servers().get(4).hostname();
    Eventually.until("MAAS was read", () -> rig.get("/api/v1/servers/" + name).status() == 200);
    var rows = rig.get("/api/v1/servers").json().get("items");
    var places = new ArrayList<String>();
    rows.forEach(row -> places.add(row.get("rack").asString() + " " + row.get("unit").asInt()));
    assertThat(places).containsExactlyInAnyOrder("R01 1", "R01 3", "R01 5", "R01 7", "R01 9");
  }

  @Test
  void metrics_tell_of_runs_and_the_dashboard_asks_for_none_that_there_are_not() throws Exception {
    var started = rig.post("/api/v1/runs", commissioning(rig, 3));
    assertThat(started.status()).as(started.body()).isEqualTo(201);
    Eventually.until(
        "the metrics know of its end",
        () -> metrics().contains("hwauto_runs_ended_total{status=\"completed\"}"));
    var metrics = metrics();
    assertThat(metrics)
        .contains("hwauto_runs{status=\"completed\"}")
        .contains("hwauto_step_time_seconds_count{step=")
        .containsPattern("hwauto_store_time_seconds_count\\{operation=\"write\"} [1-9]")
        .containsPattern(
            "hwauto_calls_seconds_count\\{outcome=\"answered\",protocol=\"maas\"} [1-9]")
        .contains("jvm_memory_used_bytes{area=\"heap\"")
        .contains("hwauto_http_requests_seconds_count{method=\"POST\",route=\"/api/v1/runs\"");
    var dashboard =
        Files.readString(
            Path.of(System.getProperty("hwautomation.root", ".."))
                .resolve("docs/grafana/hwautomation.json"));
    var asked = Pattern.compile("hwauto_[a-z_]+").matcher(dashboard);
    while (asked.find()) {
      var name = asked.group();
      // counters of what did not happen yet are not there
      if (!name.matches("hwauto_(step_failures|events)_total")) {
        assertThat(metrics).contains("\n" + name);
      }
    }
  }

  private String metrics() {
    return rig.asking("GET", "/metrics").reply().body();
  }

  @Test
  void a_plan_says_what_would_happen_and_what_would_be_refused_and_touches_nothing() {
    var before = rig.get("/api/v1/runs").json().get("total").asInt();
    var right = rig.dataCentre.servers().get(0);
    var type = SimulatedSetup.deviceType(right);
    var names = rig.dataCentre.servers().stream().map(server -> server.hostname()).toList();
    var reply =
        rig.post(
            "/api/v1/plans",
            Map.of(
                "template",
                "firmware_first",
                "servers",
                List.of(names.get(0), names.get(1), "no-such-server"),
                "device_type",
                type,
                "inputs",
                Map.of("firmware_policy", "latest")));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    var plans = reply.json().get("servers");
    assertThat(plans.get(0).get("problem").isNull()).as(reply.body()).isTrue();
    assertThat(plans.get(0).get("steps").size()).isGreaterThan(10);
    assertThat(plans.get(0).get("bios").get("passes").isArray()).isTrue();
    assertThat(plans.get(1).get("problem").asString()).contains("choose a type of its vendor");
    assertThat(plans.get(2).get("problem").asString()).contains("no-such-server");
    assertThat(reply.json().get("total").get("startable").asInt()).isEqualTo(1);
    assertThat(rig.get("/api/v1/runs").json().get("total").asInt()).isEqualTo(before);
  }

  @Test
  void a_run_is_watched_through_the_service_without_its_database() throws Exception {
    var started = rig.post("/api/v1/runs", commissioning(rig, 4));
    assertThat(started.status()).as(started.body()).isEqualTo(201);
    var service =
        WatchedService.of(
                Map.of(
                    "HWAUTO_URL",
                    rig.server.address().toString(),
                    "HWAUTO_TOKEN",
                    rig.token(Role.VIEWER)))
            .orElseThrow();
    var end = service.follow(Screen.of(true), started.json().get("run_id").asString());
    assertThat(end.get("status").asString()).isEqualTo("completed");
    assertThatThrownBy(() -> service.follow(Screen.of(true), "no-such-run"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such-run");
    assertThatThrownBy(() -> WatchedService.of(Map.of("HWAUTO_URL", "ftp://there")))
        .hasMessageContaining("http://HOST:PORT");
  }

  @Test
  void who_is_nobody_learns_nothing_and_who_may_only_read_starts_nothing() {
    assertThat(rig.asking("GET", "/api/v1/runs").reply().status()).isEqualTo(401);
    assertThat(rig.asking("GET", "/api/v1/no/such").reply().status()).isEqualTo(401);
    assertThat(rig.asking("GET", "/api/v1/runs").as("hwa_wrong").reply().status()).isEqualTo(401);
    var viewer = rig.token(Role.VIEWER);
    assertThat(rig.asking("GET", "/api/v1/runs").as(viewer).reply().status()).isEqualTo(200);
    var refused = rig.asking("POST", "/api/v1/runs").as(viewer).json(commissioning(rig, 1)).reply();
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.json().get("type").asString()).isEqualTo("/problems/not-allowed");
    assertThat(refused.json().get("detail").asString()).contains("viewer").contains("operator");
  }

  @Test
  void every_closed_route_answers_401_without_a_login() {
    for (var route : rig.server.routes()) {
      var reply =
          rig.asking(route.methodName(), route.path().replaceAll("\\{[a-z]+}", "x")).reply();
      if (route.role().isPresent()) {
        assertThat(reply.status()).as(route.operation()).isEqualTo(401);
      } else {
        assertThat(reply.status()).as(route.operation()).isNotEqualTo(401);
      }
    }
  }

  @Test
  void a_session_writes_only_with_its_csrf_token() {
    var login = rig.asking("POST", "/api/v1/login").json(Map.of("token", rig.admin())).reply();
    assertThat(login.status()).as(login.body()).isEqualTo(200);
    var cookie = login.header("Set-Cookie");
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").doesNotContain("hwa_");
    var session = cookie.substring(0, cookie.indexOf(';'));
    var me = rig.asking("GET", "/api/v1/me").with("Cookie", session).reply();
    assertThat(me.json().get("role").asString()).isEqualTo("admin");
    var name = rig.dataCentre.servers().get(2).hostname();
    var body = Map.of("reason", "to look at it");
    var path = "/api/v1/servers/%s/hold".formatted(name);
    var without = rig.asking("POST", path).with("Cookie", session).json(body).reply();
    assertThat(without.status()).isEqualTo(403);
    assertThat(without.json().get("type").asString()).isEqualTo("/problems/csrf-token");
    var out =
        rig.asking("POST", "/api/v1/logout")
            .with("Cookie", session)
            .with("X-CSRF-Token", me.json().get("csrf_token").asString())
            .reply();
    assertThat(out.status()).isEqualTo(204);
    assertThat(rig.asking("GET", "/api/v1/me").with("Cookie", session).reply().status())
        .isEqualTo(401);
  }

  @Test
  void a_repeat_with_its_key_is_answered_the_same_and_starts_nothing() {
    var body = commissioning(rig, 1);
    var first =
        rig.asking("POST", "/api/v1/runs")
            .as(rig.admin())
            .with("Idempotency-Key", "k1")
            .json(body)
            .reply();
    assertThat(first.status()).as(first.body()).isEqualTo(201);
    var again =
        rig.asking("POST", "/api/v1/runs")
            .as(rig.admin())
            .with("Idempotency-Key", "k1")
            .json(body)
            .reply();
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    var other =
        rig.asking("POST", "/api/v1/runs")
            .as(rig.admin())
            .with("Idempotency-Key", "k1")
            .json(commissioning(rig, 2))
            .reply();
    assertThat(other.status()).isEqualTo(422);
    assertThat(rig.get("/api/v1/runs?server=" + body.get("server")).json().get("total").asInt())
        .isEqualTo(1);
  }

  @Test
  void the_openapi_document_has_every_route_and_every_reference_leads_somewhere() {
    var document = rig.asking("GET", "/openapi").reply().json();
    for (var route : rig.server.routes()) {
      var operation =
          document
              .get("paths")
              .get(route.path())
              .get(route.methodName().toLowerCase(java.util.Locale.ROOT));
      assertThat(operation).as(route.operation()).isNotNull();
      assertThat(operation.get("operationId").asString()).isEqualTo(route.operation());
    }
    var text = document.toString();
    var references =
        java.util.regex.Pattern.compile("\"#/components/schemas/([A-Za-z]+)\"").matcher(text);
    while (references.find()) {
      assertThat(document.get("components").get("schemas").has(references.group(1)))
          .as(references.group(1))
          .isTrue();
    }
    assertThat(rig.server.routes().stream().map(route -> route.operation()).distinct().count())
        .isEqualTo(rig.server.routes().size());
  }
}
