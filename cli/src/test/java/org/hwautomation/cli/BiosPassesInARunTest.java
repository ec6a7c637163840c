package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.simulator.BiosOutcome;
import org.hwautomation.simulator.BootPhase;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.ServerListener;
import org.hwautomation.simulator.SimulatedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose BIOS settings need several passes: what it makes, and what stops it. */
@Timeout(90)
final class BiosPassesInARunTest {
  private static final String TYPES =
      """
      device_configuration:
        vendors:
          any:
            motherboards:
              any:
                device_types:
                  own-profile:
                    bios_settings: {WorkloadProfile: Custom, PowerRegulator: StaticLowPower}
                  watch-dog:
                    bios_settings: {Watch Dog Function: Enabled, Watch Dog Action: NMI}
      """;

  @TempDir private Path folder;

  private void useTypes(Path config) throws IOException {
    var types = Files.writeString(folder.resolve("types.yaml"), TYPES);
    Files.writeString(config, "devices:\n  file: \"" + types + "\"\n", StandardOpenOption.APPEND);
  }

  private CommandLineRig rig() throws IOException {
    var rig = new CommandLineRig(folder, 3);
    useTypes(rig.config());
    return rig;
  }

  private static SimulatedServer server(CommandLineRig rig, Personality personality) {
    return rig.dataCentre().servers().stream()
        .filter(server -> server.personality() == personality)
        .findFirst()
        .orElseThrow();
  }

  private static CommandRun start(CommandLineRig rig, SimulatedServer server, String type) {
    return rig.run(
        "start",
        "bios_configuration",
        "--server",
        server.hostname(),
        "--device-type",
        type,
        "--id",
        "run-" + server.hostname(),
        "--pace",
        "600",
        "--yes",
        "--json");
  }

  private static int count(CommandLineRig rig, SimulatedServer server, EffectKind kind) {
    return rig.dataCentre().recorder().count(server.hostname(), kind);
  }

  @Test
  void one_run_makes_all_passes_with_a_write_and_a_reset_each_and_a_second_run_none()
      throws Exception {
    try (var rig = rig()) {
      for (var personality : List.of(Personality.HPE, Personality.SUPERMICRO)) {
        var server = server(rig, personality);
        var type = personality == Personality.HPE ? "own-profile" : "watch-dog";

        var done = start(rig, server, type);

        assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
        assertThat(count(rig, server, EffectKind.BIOS_STAGED)).isEqualTo(2);
        assertThat(count(rig, server, EffectKind.BIOS_APPLIED)).isEqualTo(2);
        assertThat(count(rig, server, EffectKind.POST_STARTED)).isEqualTo(2);
        assertThat(server.bios().lastOutcomes()).allMatch(BiosOutcome::applied);
        var drift = rig.run("bios", "drift", server.hostname(), "--device-type", type);
        assertThat(drift.exitCode()).as(drift.out()).isZero();

        var again = start(rig, server, type);

        assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
        assertThat(count(rig, server, EffectKind.BIOS_STAGED)).isEqualTo(2);
        assertThat(count(rig, server, EffectKind.POST_STARTED)).isEqualTo(2);
      }
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  @Test
  void a_pass_that_is_not_in_effect_after_its_reset_is_the_last_one() throws Exception {
    try (var rig = rig()) {
      var server = server(rig, Personality.HPE);
      rig.dataCentre()
          .listen(
              new ServerListener() {
                @Override
                public void postStarted(SimulatedServer posting) {
                  // somebody at the console is quicker than the BIOS
                  posting.bios().stage(Map.of("WorkloadProfile", "LowLatency"), Channel.CONSOLE);
                }
              });

      var failed = start(rig, server, "own-profile");

      Told.clearly(
          failed,
          ExitCodes.FAILED,
          "pass 1 of 2 is not in effect after its reset",
          "WorkloadProfile: wanted Custom, is LowLatency");
      assertThat(count(rig, server, EffectKind.POST_STARTED)).isEqualTo(1);
    }
  }

  @Test
  void a_run_that_failed_in_its_second_pass_goes_on_there() throws Exception {
    try (var rig = rig()) {
      var server = server(rig, Personality.HPE);
      var applied = new AtomicInteger();
      rig.dataCentre()
          .listen(
              new ServerListener() {
                @Override
                public void biosApplied(SimulatedServer posting, List<BiosOutcome> outcomes) {
                  if (applied.getAndIncrement() == 0) {
                    posting.faults().lie(Lie.BIOS_PATCH_IGNORED);
                  }
                }
              });
      var failed = start(rig, server, "own-profile");
      Told.clearly(failed, ExitCodes.FAILED, "PowerRegulator", "not staged");
      assertThat(count(rig, server, EffectKind.POST_STARTED)).isEqualTo(1);
      server.faults().honest();

      var done = rig.run("run", "resume", "run-" + server.hostname(), "--pace", "600");

      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(count(rig, server, EffectKind.BIOS_STAGED)).isEqualTo(2);
      assertThat(count(rig, server, EffectKind.POST_STARTED)).isEqualTo(2);
      assertThat(server.bios().current()).containsEntry("PowerRegulator", "StaticLowPower");
    }
  }

  @Test
  void a_bios_that_drops_network_boot_from_the_boot_order_holds_the_run_until_it_is_put_back()
      throws Exception {
    try (var rig = new CommandLineRig(folder, 3)) {
      for (var personality : List.of(Personality.DELL, Personality.HPE, Personality.SUPERMICRO)) {
        var server = server(rig, personality);
        new SimulatedTrouble(rig.dataCentre()).set(List.of("pxe-dropped@" + server.hostname()));

        var failed = start(rig, server, SimulatedSetup.deviceType(server));

        Told.clearly(
            failed,
            ExitCodes.FAILED,
            "the BIOS took network boot from the front of the boot order",
            "Put the network card first again in the BIOS setup");
        server.bios().networkFirst(true);
        var done = rig.run("run", "resume", "run-" + server.hostname(), "--pace", "600");
        assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
        assertThat(count(rig, server, EffectKind.BIOS_STAGED)).isEqualTo(1);
      }
    }
  }

  @Test
  void a_run_that_is_killed_in_each_pass_writes_and_resets_none_of_them_twice() throws Exception {
    try (var rig = new RecoveryRig(folder, 3, 100)) {
      useTypes(folder.resolve("sim.yaml"));
      var index = 0;
      while (rig.server(index).personality() != Personality.HPE) {
        index++;
      }
      var server = rig.server(index);
      var words = new ArrayList<String>();
      words.addAll(List.of("provision", server.hostname(), "--device-type", "own-profile"));
      words.addAll(List.of("--template", "bios_configuration", "--yes", "--pace", "100"));
      words.addAll(List.of("--config", folder.resolve("sim.yaml").toString()));
      words.addAll(List.of("--state", folder.resolve("state").toString()));
      var process = rig.process(words);
      for (var pass = 1; pass <= 2; pass++) {
        var seen = pass;
        var at = index;
        rig.await(
            process,
            "pass " + pass,
            () ->
                rig.count(at, EffectKind.BIOS_STAGED) == seen
                    && (seen == 2 || server.power().phase() == BootPhase.APPLYING_BIOS));
        process.kill();
        process = rig.resume(index);
      }
      var done = process.await();
      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(rig.effects(index))
          .containsEntry(EffectKind.BIOS_STAGED, 2)
          .containsEntry(EffectKind.BIOS_APPLIED, 2)
          .containsEntry(EffectKind.POST_STARTED, 2);
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }
}
