package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.BiosOutcome;
import org.hwautomation.simulator.BootPhase;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.HardwareFault;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs on servers whose BMC offers no BIOS settings: the maker's program on the host does it. */
@Timeout(90)
final class BiosByVendorToolTest {
  private static final String TYPES =
      """
      device_configuration:
        vendors:
          supermicro:
            motherboards:
              supermicro:
                device_types:
                  watch-dog:
                    bios_settings: {Watch Dog Function: Enabled, Watch Dog Action: NMI, QuietBoot_0099: Unchecked}
          dell:
            motherboards:
              dell:
                device_types:
                  threads:
                    bios_settings: {LogicalProc: Disabled, ErrPrompt: Disabled, AcPwrRcvryDelay: User}
          hpe:
            motherboards:
              hpe:
                device_types:
                  memory-test:
                    bios_settings: {ExtendedMemTest: Enabled, PatrolScrubDuration: 12, ThermalShutdownAcknowledged: true}
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

  private static SimulatedServer unlicensed(CommandLineRig rig, Personality personality) {
    var server =
        rig.dataCentre().servers().stream()
            .filter(each -> each.personality() == personality)
            .findFirst()
            .orElseThrow();
    new SimulatedTrouble(rig.dataCentre()).set(List.of("bios-not-licensed@" + server.hostname()));
    return server;
  }

  private static CommandRun provision(CommandLineRig rig, SimulatedServer server, String type) {
    return rig.run(
        "provision", server.hostname(), "--device-type", type, "--pace", "600", "--yes", "--json");
  }

  private static int count(CommandLineRig rig, SimulatedServer server, EffectKind kind) {
    return rig.dataCentre().recorder().count(server.hostname(), kind);
  }

  @Test
  void a_supermicro_without_its_licence_gets_its_settings_by_sum_in_passes_and_is_left_off()
      throws Exception {
    try (var rig = rig()) {
      var server = unlicensed(rig, Personality.SUPERMICRO);

      var done = provision(rig, server, "watch-dog");

      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(server.bios().current())
          .containsEntry("WatchDogFunction_002D", "Enabled")
          .containsEntry("WatchDogAction_002E", "NMI")
          .containsEntry("QuietBoot_0027", false);
      assertThat(count(rig, server, EffectKind.BIOS_STAGED)).isEqualTo(2);
      assertThat(count(rig, server, EffectKind.BIOS_APPLIED)).isEqualTo(2);
      assertThat(count(rig, server, EffectKind.COMMISSION)).isEqualTo(3);
      assertThat(server.bios().lastOutcomes()).allMatch(BiosOutcome::applied);
      assertThat(server.power().state()).isEqualTo(PowerState.OFF);
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  @Test
  void a_dell_gets_them_by_racadm_in_one_job_and_an_hpe_by_ilorest_and_a_second_run_writes_nothing()
      throws Exception {
    try (var rig = rig()) {
      for (var personality : List.of(Personality.DELL, Personality.HPE)) {
        var server = unlicensed(rig, personality);
        var type = personality == Personality.DELL ? "threads" : "memory-test";

        var done = provision(rig, server, type);

        assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
        assertThat(done.out())
            .contains(personality == Personality.DELL ? "by racadm, job JID_" : "by ilorest");
        assertThat(server.bios().current())
            .containsAllEntriesOf(
                personality == Personality.DELL
                    ? Map.of("LogicalProc", "Disabled", "AcPwrRcvryDelay", "User")
                    : Map.of("PatrolScrubDuration", 12, "ThermalShutdownAcknowledged", true));
        assertThat(count(rig, server, EffectKind.COMMISSION)).isEqualTo(2);
      }
      var dell =
          rig.dataCentre().servers().stream()
              .filter(each -> each.personality() == Personality.DELL)
              .findFirst()
              .orElseThrow();
      var again = provision(rig, dell, "threads");

      assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
      assertThat(count(rig, dell, EffectKind.BIOS_STAGED)).isEqualTo(1);
      assertThat(count(rig, dell, EffectKind.COMMISSION)).isEqualTo(3);
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  @Test
  void killed_in_each_pass_a_run_stages_and_restarts_none_of_them_twice() throws Exception {
    try (var rig = new RecoveryRig(folder, 3, 200)) {
      useTypes(folder.resolve("sim.yaml"));
      var index = 0;
      while (rig.server(index).personality() != Personality.SUPERMICRO) {
        index++;
      }
      var at = index;
      var server = rig.server(at);
      server.faults().hardware(HardwareFault.BIOS_NOT_LICENSED);
      var words = new ArrayList<>(List.of("provision", server.hostname()));
      words.addAll(List.of("--device-type", "watch-dog", "--yes", "--pace", "200"));
      words.addAll(List.of("--config", folder.resolve("sim.yaml").toString()));
      words.addAll(List.of("--state", folder.resolve("state").toString()));
      var process = rig.process(words);
      for (var pass = 1; pass <= 2; pass++) {
        var seen = pass;
        rig.await(
            process,
            "pass " + pass,
            () ->
                rig.count(at, EffectKind.BIOS_STAGED) == seen
                    && (seen == 1 || server.power().phase() == BootPhase.APPLYING_BIOS));
        process.kill();
        process = rig.resume(at);
      }
      var done = process.await();

      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(rig.effects(at))
          .containsEntry(EffectKind.BIOS_STAGED, 2)
          .containsEntry(EffectKind.BIOS_APPLIED, 2)
          .containsEntry(EffectKind.COMMISSION, 3);
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  @Test
  void a_program_that_says_yes_and_does_nothing_holds_the_run() throws Exception {
    try (var rig = rig()) {
      var server = unlicensed(rig, Personality.SUPERMICRO);
      server.faults().lie(Lie.BIOS_PATCH_IGNORED);

      Told.clearly(
          provision(rig, server, "watch-dog"),
          ExitCodes.FAILED,
          "is not in effect after its reset",
          "wanted Enabled, is Disabled");
      assertThat(count(rig, server, EffectKind.COMMISSION)).isEqualTo(2);
    }
  }

  @Test
  void where_every_method_is_out_the_refusal_says_why_for_each_and_nothing_was_written()
      throws Exception {
    try (var rig = rig()) {
      var server = unlicensed(rig, Personality.SUPERMICRO);
      server.faults().hardware(HardwareFault.NO_VENDOR_TOOL);

      Told.clearly(
          provision(rig, server, "watch-dog"),
          ExitCodes.FAILED,
          "no way to the BIOS settings",
          "redfish: ",
          "403",
          "sum: ");
      rig.run("run", "release", "provision-" + server.hostname());
      Told.clearly(
          rig.run(
              "start",
              "bios_configuration",
              "--server",
              server.hostname(),
              "--device-type",
              "watch-dog",
              "--id",
              "out-of-band",
              "--pace",
              "600",
              "--yes"),
          ExitCodes.FAILED,
          "redfish: ",
          "nothing is done there outside a window");
      assertThat(count(rig, server, EffectKind.BIOS_STAGED)).isZero();
    }
  }
}
