package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.hwautomation.provisioning.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What of a run stands in the log, for programs that read it. */
final class LogLinesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  @AfterEach
  void quiet() {
    LogSetup.apply(new Configuration.Logging("ERROR", false, Optional.empty(), false));
  }

  @Test
  void every_line_about_a_run_is_json_that_says_which_run_server_and_step() throws Exception {
    var lines = new ArrayList<JsonNode>();
    String runId;
    String serverId;
    try (var rig = new CommandLineRig(folder, 1)) {
      var log = folder.resolve("hwauto.log");
      rig.configure("logging", "file", log.toString());
      rig.configure("logging", "level", "debug");
      rig.configure("logging", "format", "json");
      var done = rig.run(rig.provision(0, "--template", "commissioning", "--json"));
      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      var run = rig.run("run", "list", "--json").json().path("runs").get(0);
      runId = run.path("run_id").asString();
      serverId = run.path("server_id").asString();
      for (var line : Files.readAllLines(log)) {
        lines.add(JSON.readTree(line));
      }
    }
    assertThat(lines).allMatch(line -> line.path("timestamp").isNumber());
    var engine = lines.stream().filter(LogLinesTest::isOfTheRun).toList();
    assertThat(engine).as(lines.toString()).isNotEmpty();
    for (var line : engine) {
      assertThat(line.path("mdc").path("run").asString()).as(line.toString()).isEqualTo(runId);
    }
    assertThat(engine)
        .anySatisfy(
            line -> {
              assertThat(line.path("formattedMessage").asString()).startsWith("step is done: ");
              assertThat(line.path("mdc").path("server").asString()).isEqualTo(serverId);
              assertThat(line.path("mdc").path("step").asString()).isEqualTo("commission_server");
            })
        .anySatisfy(
            line -> assertThat(line.path("formattedMessage").asString()).contains("is completed"));
  }

  private static boolean isOfTheRun(JsonNode line) {
    return line.path("loggerName").asString().startsWith("org.hwautomation.workflow")
        && line.path("threadName").asString().matches("(run|step) .*");
  }
}
