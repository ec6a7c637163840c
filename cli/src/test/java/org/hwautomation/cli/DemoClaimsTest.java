package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.workflow.RunHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The demo believes no run: what it claims must be what the simulator saw. */
final class DemoClaimsTest {
  private static final double SPEED = 200;

  @TempDir private Path folder;

  @Test
  void a_run_that_claims_what_the_simulator_never_saw_makes_the_demo_fail() throws Exception {
    try (var dataCentre = DataCentre.builder().servers(3).speed(SPEED).start();
        var manager =
            GlobalOptions.manager(
                new SimulatedSetup(dataCentre).configuration(folder), new Pace(SPEED), "demo")) {
      var runs = new DemoCommand().start(manager, dataCentre);
      for (var run : runs.values()) {
        run.await();
      }

      var honest = report(dataCentre, runs);
      assertThat(honest.exitCode()).as(honest.out()).isZero();
      assertThat(honest.json().get("claims_not_seen")).isEmpty();
      assertThat(honest.json().get("ready").asInt()).isEqualTo(3);
      for (var server : dataCentre.servers()) {
        for (var kind :
            new EffectKind[] {
              EffectKind.COMMISSION,
              EffectKind.BIOS_STAGED,
              EffectKind.BIOS_APPLIED,
              EffectKind.BMC_MOVED
            }) {
          assertThat(dataCentre.recorder().count(server.hostname(), kind)).isEqualTo(1);
        }
      }

      dataCentre.recorder().clear();
      var missing = report(dataCentre, runs);
      assertThat(missing.exitCode()).isEqualTo(1);
      for (var server : dataCentre.servers()) {
        assertThat(missing.out())
            .contains(
                server.hostname() + ": COMMISSION is claimed once, and was seen 0 times",
                server.hostname() + ": BIOS_STAGED is claimed once",
                server.hostname() + ": BIOS_APPLIED is claimed once",
                server.hostname() + ": BMC_MOVED is claimed once",
                server.hostname() + ": a restart that applies BIOS settings is claimed");
      }
    }
  }

  private static CommandRun report(DataCentre dataCentre, Map<String, RunHandle> runs) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var code =
        DemoCommand.report(
            new Screen(stream, stream, true, false), dataCentre, runs, Duration.ofSeconds(1));
    var text = out.toString(StandardCharsets.UTF_8);
    assertThat(JsonMapper.builder().build().readTree(text).get("runs")).hasSize(runs.size());
    return new CommandRun(code, text, "");
  }
}
