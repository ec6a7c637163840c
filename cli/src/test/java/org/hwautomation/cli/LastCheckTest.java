package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.HardwareFault;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a server boots in the end: as its device type has it, and by the card that MAAS knows. */
@Timeout(60)
final class LastCheckTest {
  private static final String TYPES =
      """
      device_configuration:
        vendors:
          hpe:
            motherboards:
              hpe:
                device_types:
                  plain:
                    boot_configs: {boot_mode: uefi, secure_boot: false}
                    bios_settings: {ExtendedMemTest: Enabled}
                  secure:
                    boot_configs: {secure_boot: true}
                    bios_settings: {ExtendedMemTest: Enabled}
                  legacy:
                    boot_configs: {boot_mode: legacy}
                    bios_settings: {ExtendedMemTest: Enabled}
      """;

  @TempDir private Path folder;

  private CommandLineRig rig() throws IOException {
    var rig = new CommandLineRig(folder, 3);
    var types = Files.writeString(folder.resolve("types.yaml"), TYPES);
    Files.writeString(
        rig.config(), "devices:\n  file: \"" + types + "\"\n", StandardOpenOption.APPEND);
    return rig;
  }

  private static SimulatedServer server(CommandLineRig rig, Personality personality) {
    return rig.dataCentre().servers().stream()
        .filter(each -> each.personality() == personality)
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
        type,
        "--pace",
        "600",
        "--yes");
  }

  @Test
  void a_server_that_boots_as_typed_passes_and_the_run_names_the_card_by_which_maas_boots_it()
      throws Exception {
    try (var rig = rig()) {
      var done = start(rig, server(rig, Personality.HPE), "plain");

      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(done.out() + done.err())
          .contains("boots UEFI, first Slot 1 Port 1")
          .contains("(MAAS's boot interface), Secure Boot off");
    }
  }

  @Test
  void secure_boot_or_boot_mode_other_than_typed_hold_the_run() throws Exception {
    try (var rig = rig()) {
      var server = server(rig, Personality.HPE);

      Told.clearly(
          start(rig, server, "secure"),
          ExitCodes.FAILED,
          "secure wants Secure Boot on, and the BMC tells it is off");
      rig.run("run", "release", "secure");
      Told.clearly(
          start(rig, server, "legacy"),
          ExitCodes.FAILED,
          "legacy wants boot mode legacy, and the BMC tells UEFI");
    }
  }

  @Test
  void show_tells_how_a_server_boots() throws Exception {
    try (var rig = rig()) {
      var shown = rig.run("bios", "show", server(rig, Personality.SUPERMICRO).hostname());

      assertThat(shown.exitCode()).as(shown.err()).isZero();
      assertThat(shown.out())
          .contains("boots: mode UEFI, first (B101/D0/F0) UEFI PXE IPv4 Network Adapter")
          .contains("override off, Secure Boot off");
    }
  }

  @Test
  void commands_have_no_window_on_the_host_and_refuse_with_each_method_and_why_it_is_out()
      throws Exception {
    try (var rig = rig()) {
      for (var personality : Personality.values()) {
        var server = server(rig, personality);
        server.faults().hardware(HardwareFault.BIOS_NOT_LICENSED);
        var tool =
            switch (personality) {
              case DELL -> "racadm";
              case HPE -> "ilorest";
              case SUPERMICRO -> "sum";
            };

        for (var command : new String[] {"show", "backup", "capture"}) {
          Told.clearly(
              rig.run("bios", command, server.hostname()),
              ExitCodes.BAD_INPUT,
              "redfish: ",
              tool + ": runs on the host",
              "safety rule 12");
        }
        Told.clearly(
            rig.run("bios", "plan", server.hostname(), "--device-type", "plain"),
            ExitCodes.BAD_INPUT,
            tool + ": runs on the host");
        assertThat(rig.dataCentre().recorder().count(server.hostname(), EffectKind.BIOS_STAGED))
            .isZero();
      }
    }
  }
}
