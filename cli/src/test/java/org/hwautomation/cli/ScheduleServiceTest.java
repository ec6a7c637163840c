package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.server.access.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Schedules as clients of the service see them, over a simulated data centre. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class ScheduleServiceTest {
  private ServiceRig rig;

  @BeforeAll
  void start(@TempDir Path state) {
    rig = new ServiceRig(state, 1);
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private Map<String, Object> nightly(String name) {
    var server = rig.dataCentre.servers().getFirst();
    return new HashMap<>(
        Map.of(
            "name",
            name,
            "cron",
            "30 2 * * *",
            "zone",
            "Europe/Berlin",
            "template",
            "commissioning",
            "servers",
            List.of(server.hostname()),
            "device_type",
            SimulatedSetup.deviceType(server)));
  }

  @Test
  void one_is_made_changed_by_its_etag_held_back_and_removed() {
    var made = rig.post("/api/v1/schedules", nightly("nightly"));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo("/api/v1/schedules/nightly");
    assertThat(made.json().get("next").size()).isEqualTo(3);
    assertThat(rig.post("/api/v1/schedules", nightly("nightly")).status()).isEqualTo(409);

    var shown = rig.get("/api/v1/schedules/nightly");
    var terms = nightly("nightly");
    terms.put("overlap", "queue");
    terms.put("inputs", Map.of("look_for", 3));
    assertThat(put("nightly", terms, shown.header("ETag"))).as("no such input").isEqualTo(400);
    terms.remove("inputs");
    assertThat(put("nightly", terms, null)).isEqualTo(428);
    assertThat(put("nightly", terms, "\"7\"")).isEqualTo(412);
    assertThat(put("nightly", terms, shown.header("ETag"))).isEqualTo(200);
    assertThat(put("nightly", terms, shown.header("ETag"))).isEqualTo(412);

    var paused = rig.post("/api/v1/schedules/nightly/pause", Map.of("reason", "holidays"));
    assertThat(paused.json().get("paused").asBoolean()).isTrue();
    assertThat(paused.json().get("next").size()).isZero();
    assertThat(paused.json().get("overlap").asString()).isEqualTo("queue");
    var resumed = rig.post("/api/v1/schedules/nightly/resume", Map.of());
    assertThat(resumed.json().get("paused").asBoolean()).isFalse();
    assertThat(rig.get("/api/v1/schedules").json().get("items").toString()).contains("nightly");

    assertThat(rig.asking("DELETE", "/api/v1/schedules/nightly").as(rig.admin()).reply().status())
        .isEqualTo(204);
    assertThat(rig.get("/api/v1/schedules/nightly").status()).isEqualTo(404);
    assertThat(rig.manager.store().audit().of("nightly")).hasSize(5);
  }

  private int put(String name, Map<String, Object> terms, @Nullable String tag) {
    var asking = rig.asking("PUT", "/api/v1/schedules/" + name).as(rig.admin()).json(terms);
    return (tag == null ? asking : asking.with("If-Match", tag)).reply().status();
  }

  @Test
  void one_that_is_told_to_fires_and_its_run_finishes() throws InterruptedException {
    assertThat(rig.post("/api/v1/schedules", nightly("now")).status()).isEqualTo(201);
    var asked = rig.post("/api/v1/schedules/now/run", Map.of("reason", "to see it work"));
    assertThat(asked.status()).as(asked.body()).isEqualTo(200);
    assertThat(asked.json().get("outcome").asString()).isEqualTo("waiting");
    Eventually.until("it fires", () -> last("now").get("outcome").asString().equals("started"));
    var run = last("now").get("run_ids").get(0).asString();
    Eventually.until(
        "its run ends",
        () -> rig.get("/api/v1/runs/" + run).json().get("status").asString().equals("completed"));
    var document = rig.get("/api/v1/runs/" + run).json();
    assertThat(document.get("started_by").asString()).isEqualTo("schedule:now");
    assertThat(document.get("workflow_id").asString()).startsWith("schedule-now-20");
  }

  private JsonNode last(String name) {
    return rig.get("/api/v1/schedules/" + name).json().get("last");
  }

  @Test
  void a_cron_text_is_told_with_its_times_and_a_wrong_one_is_refused() {
    var times =
        rig.post(
            "/api/v1/schedules/check",
            Map.of(
                "cron",
                "30 2 * * *",
                "zone",
                "Europe/Berlin",
                "count",
                1,
                "after",
                "2027-03-27T12:00:00Z"));
    assertThat(times.json().get("next").get(0).asString()).isEqualTo("2027-03-28T01:00:00Z");
    for (var wrong :
        List.of(
            Map.of("cron", "0 0 30 2 *", "zone", "UTC"),
            Map.of("cron", "* * * * *", "zone", "Mars/Olympus"),
            Map.of("cron", "* * * * *", "zone", "UTC", "after", "yesterday"),
            Map.of("cron", "* * * * *", "zone", "UTC", "after", "+99999999-01-01T00:00:00Z"))) {
      var refused = rig.post("/api/v1/schedules/check", wrong);
      assertThat(refused.status()).as(refused.body()).isEqualTo(400);
      assertThat(refused.json().get("type").asString()).isEqualTo("/problems/bad-input");
    }
  }

  @Test
  void who_may_only_read_makes_and_fires_none() {
    var viewer = rig.token(Role.VIEWER);
    for (var path : List.of("", "/nightly/run", "/nightly/pause", "/nightly/resume")) {
      var body = path.isEmpty() ? nightly("mine") : Map.<String, Object>of();
      var refused = rig.asking("POST", "/api/v1/schedules" + path).as(viewer).json(body).reply();
      assertThat(refused.status()).as(path).isEqualTo(403);
    }
    assertThat(rig.asking("GET", "/api/v1/schedules").as(viewer).reply().status()).isEqualTo(200);
  }
}
