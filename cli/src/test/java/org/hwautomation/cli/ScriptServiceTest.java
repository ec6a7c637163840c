package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hwautomation.server.access.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A script that uses the service as its engine, over HTTP. */
@Timeout(120)
final class ScriptServiceTest {
  @TempDir private Path folder = Path.of(".");

  private ServiceRig rig;
  private String server = "";

  @BeforeEach
  void start() {
    rig = new ServiceRig(folder, 2);
    server = rig.dataCentre.servers().getFirst().hostname();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private String connect() {
    var reply = rig.post("/api/v1/scripts", Map.of("protocol", 1, "client", "check.py, process 7"));
    assertThat(reply.status()).isEqualTo(201);
    return reply.header("Location");
  }

  private void say(String script, String method, Map<String, Object> params) {
    assertThat(
            rig.post(
                    script + "/messages",
                    Map.of(
                        "messages",
                        List.of(
                            Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", params))))
                .status())
        .isEqualTo(204);
  }

  private static JsonNode hear(BufferedReader lines, String wanted) throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data: ") && line.contains(wanted)) {
        return ServiceClient.JSON.readTree(line.substring(6));
      }
    }
    throw new AssertionError("the stream ended without " + wanted);
  }

  private Map<String, Object> order(String workflow) {
    return Map.of(
        "workflow_id",
        workflow,
        "steps",
        List.of(Map.of("name", "look", "function", "check:look")),
        "context",
        Map.of("server_id", server));
  }

  @Test
  void its_functions_are_called_and_its_run_is_one_of_the_service() throws IOException {
    var script = connect();
    try (var lines = rig.asking("GET", script + "/messages").as(rig.admin()).lines()) {
      say(script, "workflow.start", order("check-1"));
      var call = hear(lines, "step.call");
      assertThat(call.path("params").path("step").asString()).isEqualTo("look");
      assertThat(
              rig.post(
                      script + "/messages",
                      Map.of(
                          "messages",
                          List.of(
                              Map.of(
                                  "jsonrpc",
                                  "2.0",
                                  "id",
                                  call.path("id").asString(),
                                  "result",
                                  Map.of("result", 7)))))
                  .status())
          .isEqualTo(204);
      assertThat(hear(lines, "run.ended").path("params").path("report").path("status").asString())
          .isEqualTo("completed");
    }
    assertThat(rig.get("/api/v1/runs/check-1").json().path("status").asString())
        .isEqualTo("completed");
  }

  @Test
  void a_script_whose_stream_breaks_is_gone_and_its_run_is_parked() throws Exception {
    var script = connect();
    try (var lines = rig.asking("GET", script + "/messages").as(rig.admin()).lines()) {
      say(script, "workflow.start", order("check-2"));
      hear(lines, "step.call");
      assertThat(rig.asking("DELETE", script).as(rig.admin()).reply().status()).isEqualTo(204);
    }
    Eventually.until(
        "the run is parked",
        () -> rig.get("/api/v1/runs/check-2").body().contains("check.py, process 7 said goodbye"));
    assertThat(rig.get(script + "/messages").status()).isEqualTo(404);
  }

  @Test
  void nobody_else_speaks_for_it_and_it_has_one_listener() throws IOException {
    var script = connect();
    var other = rig.token(Role.OPERATOR);
    assertThat(rig.asking("GET", script + "/messages").as(other).reply().status()).isEqualTo(404);
    assertThat(
            rig.asking("POST", script + "/messages")
                .as(other)
                .json(Map.of("messages", List.of()))
                .reply()
                .status())
        .isEqualTo(404);
    assertThat(rig.asking("DELETE", script).as(other).reply().status()).isEqualTo(404);
    try (var _ = rig.asking("GET", script + "/messages").as(rig.admin()).lines()) {
      assertThat(rig.get(script + "/messages").status()).isEqualTo(409);
    }
  }

  @Test
  void a_viewer_connects_no_script_and_what_is_no_message_is_refused() {
    assertThat(
            rig.asking("POST", "/api/v1/scripts")
                .as(rig.token(Role.VIEWER))
                .json(Map.of("protocol", 1, "client", "x"))
                .reply()
                .status())
        .isEqualTo(403);
    var old = rig.post("/api/v1/scripts", Map.of("protocol", 2, "client", "x"));
    assertThat(old.status()).isEqualTo(409);
    assertThat(old.body()).contains("version 2");
    var script = connect();
    var wrong =
        rig.post(script + "/messages", Map.of("messages", List.of(Map.of("method", "hello"))));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body()).contains("JSON-RPC 2.0");
  }
}
