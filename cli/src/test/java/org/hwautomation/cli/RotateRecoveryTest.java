package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.hwautomation.hardware.ipmi.LanplusTransport;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 4, 5 and 6 at the command line: {@code bmc rotate}, killed and undisturbed. */
final class RotateRecoveryTest {
  @TempDir private Path folder;

  @BeforeEach
  void needsIpmitool() {
    assumeTrue(LanplusTransport.isInstalled(), "ipmitool is not installed");
  }

  private static boolean maasIsLetIn(SimulatedServer server) {
    var power = server.maas().powerParameters();
    return server
        .bmc()
        .accounts()
        .opens(
            Objects.requireNonNull(power.get("power_user")),
            Objects.requireNonNull(power.get("power_pass")));
  }

  @Test
  void a_rotation_that_is_killed_at_each_of_its_effects_locks_nobody_out() throws Exception {
    try (var rig = new RecoveryRig(folder, 1, 100)) {
      var old = rig.server(0).maas().powerParameters().get("power_user");
      var process = rig.rotate(0);
      for (var effect : List.of(EffectKind.ACCOUNT_CREATED, EffectKind.POWER_PARAMETERS_CHANGED)) {
        rig.await(process, effect + " seen", () -> rig.count(0, effect) > 0);
        process.kill();
        assertThat(maasIsLetIn(rig.server(0))).as("killed at " + effect).isTrue();
        process = rig.resumeRotation(0);
      }
      var done = process.await();

      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(maasIsLetIn(rig.server(0))).isTrue();
      assertThat(rig.server(0).bmc().accounts().named(Objects.requireNonNull(old))).isEmpty();
      assertThat(rig.count(0, EffectKind.ACCOUNT_CREATED)).isEqualTo(1);
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  @Test
  void a_rotation_is_refused_unasked_planned_dry_and_says_what_it_did() throws Exception {
    try (var rig =
        new CommandLineRig(
            folder, DataCentre.builder().server(Personality.SUPERMICRO).speed(600).start())) {
      var name = rig.server(0).hostname();
      var before = rig.server(0).maas().powerParameters();
      var unasked = rig.run("bmc", "rotate", name);
      assertThat(unasked.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
      assertThat(unasked.err()).contains("safety rule 14");
      var dry = rig.run("bmc", "rotate", name, "--dry-run");
      assertThat(dry.exitCode()).as(dry.err()).isZero();
      assertThat(dry.out()).contains("would prove it over Redfish and IPMI", "nothing was written");
      assertThat(rig.server(0).maas().powerParameters()).isEqualTo(before);
      var done = rig.run("bmc", "rotate", name, "--yes", "--pace", "600", "--json");
      assertThat(done.exitCode()).as(done.err()).isZero();
      var after = rig.server(0).maas().powerParameters();
      assertThat(after.get("power_user")).startsWith("hwauto-");
      var secret = Objects.requireNonNull(after.get("power_pass"));
      assertThat(done.out() + done.err()).doesNotContain(secret);
      assertThat(rig.dataCentre().check()).isEmpty();
      try (var files = Files.walk(folder)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain(secret);
        }
      }
    }
  }

  @Test
  void a_login_of_the_configuration_file_is_not_changed_behind_its_back() throws Exception {
    try (var rig =
        new CommandLineRig(
            folder, DataCentre.builder().server(Personality.DELL).speed(600).start())) {
      var name = rig.server(0).hostname();
      var power = rig.server(0).maas().powerParameters();
      Files.writeString(
          rig.config(),
          """
          servers:
            %s:
              bmc:
                username: "%s"
                password: "%s"
          """
              .formatted(name, power.get("power_user"), power.get("power_pass")),
          StandardOpenOption.APPEND);
      var refused = rig.run("bmc", "rotate", name, "--yes");
      assertThat(refused.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
      assertThat(refused.err()).contains("safety rule 5", "servers." + name + ".bmc");
      assertThat(rig.dataCentre().recorder().count(name, EffectKind.ACCOUNT_CREATED)).isZero();
    }
  }
}
