package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.FirmwareImage;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.ReceivedImage;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UpdateFault;
import org.hwautomation.simulator.UpdateStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans carried out, and refused, at the command line. */
final class FirmwareApplyTest {
  @TempDir private Path folder;
  private DataCentre dataCentre;
  private SimulatedServer server;
  private Path plan;

  @BeforeEach
  void plan() throws Exception {
    dataCentre = DataCentre.builder().server(Personality.DELL).speed(600).start();
    server = dataCentre.servers().getFirst();
    Files.writeString(folder.resolve("hwauto.yaml"), new SimulatedSetup(dataCentre).yaml());
    new SimulatedCatalog(dataCentre).write(folder.resolve("firmware"));
    plan = folder.resolve("plan.json");
    var made =
        run(
            "firmware",
            "plan",
            server.hostname(),
            "--policy",
            "manual",
            "--choose",
            "bios=1.9.2",
            "--out",
            plan.toString());
    assertThat(made.exitCode()).as(made.err()).isZero();
  }

  @AfterEach
  void stop() {
    dataCentre.close();
  }

  private CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", folder.resolve("hwauto.yaml").toString()));
    all.addAll(List.of("--state", folder.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private CommandRun apply(String... more) {
    var all = new ArrayList<>(List.of("firmware", "apply", plan.toString(), "--pace", "600"));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  private int received() {
    return dataCentre.recorder().count(server.hostname(), EffectKind.FIRMWARE_RECEIVED);
  }

  @Test
  void a_plan_is_carried_out_once_and_then_holds_no_more() {
    var dry = apply("--dry-run");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out()).contains("1.8.2", "1.9.2");
    assertThat(received()).isZero();
    var asked = apply();
    assertThat(asked.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(asked.err()).contains("--yes", server.hostname());
    var done = apply("--yes");
    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(server.firmware().version("BIOS")).isEqualTo("1.9.2");
    var history = run("firmware", "history", server.hostname());
    assertThat(history.out()).contains("1.8.2", "1.9.2", "succeeded");
    var again = apply("--yes");
    assertThat(again.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(again.err()).contains("does not hold any more", "safety rule 9");
    assertThat(received()).isEqualTo(1);
    assertThat(dataCentre.check()).isEmpty();
  }

  @Test
  void a_plan_is_refused_if_its_image_changed_or_somebody_has_the_server() throws Exception {
    server.maas().status(MaasStatus.DEPLOYED);
    var inUse = apply("--yes");
    assertThat(inUse.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(inUse.err()).contains("safety rule 2");
    server.maas().status(MaasStatus.NEW);
    Files.writeString(folder.resolve("firmware/dell-bios-1.9.2.bin"), "something else");
    var changed = apply("--yes");
    assertThat(changed.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(changed.err()).contains("does not hold any more", "dell-bios-1.9.2.bin");
    Files.writeString(plan, Files.readString(plan).replace("1.9.2", "1.9.9"));
    assertThat(apply("--yes").err()).contains("was changed after it was made");
    assertThat(received()).isZero();
  }

  @Test
  void a_cpld_runs_its_new_version_when_mains_power_was_away_and_not_before() throws Exception {
    var file = folder.resolve("firmware/cpld.bin");
    FirmwareImage.of(server, "CPLD", "1.0.6").write(file);
    var added =
        run(
            "firmware",
            "catalog",
            "add",
            file.toString(),
            "--vendor",
            "dell",
            "--board",
            server.personality().product(),
            "--component",
            "cpld",
            "--version",
            "1.0.6");
    assertThat(added.exitCode()).as(added.err()).isZero();
    plan = folder.resolve("cpld.json");
    var made =
        run(
            "firmware",
            "plan",
            server.hostname(),
            "--policy",
            "manual",
            "--choose",
            "cpld=1.0.6",
            "--approve",
            "cpld",
            "--reason",
            "agreed for tonight",
            "--out",
            plan.toString());
    assertThat(made.exitCode()).as(made.err()).isZero();
    var applied = apply("--yes");
    assertThat(applied.exitCode()).as(applied.err()).isEqualTo(ExitCodes.FAILED);
    assertThat(applied.out() + applied.err())
        .contains("takes effect when mains power was away", "hwauto run resume");
    assertThat(server.firmware().version("CPLD")).isEqualTo("1.0.5");

    server.cutMains();
    while (!server.bmc().reachable()) {
      Thread.sleep(5);
    }
    var run = run("run", "list", "--json").json().path("runs").path(0).path("run_id").asString("");
    var resumed = run("run", "resume", run, "--yes", "--pace", "600");
    assertThat(resumed.exitCode()).as(resumed.out() + resumed.err()).isZero();
    assertThat(server.firmware().version("CPLD")).isEqualTo("1.0.6");
    assertThat(received()).isEqualTo(1);
    assertThat(dataCentre.check()).isEmpty();
  }

  @Test
  void rule_8_no_command_of_ours_disturbs_a_flash_that_anybody_began() throws Exception {
    var image = FirmwareImage.of(server, "BMC", "7.00.00.171");
    server.faults().update(UpdateFault.SLOW_WRITING);
    server
        .updates()
        .begin(
            new ReceivedImage("by-hand.bin", Optional.of(image), "ab".repeat(32), image.size()),
            UpdateStart.AT_ONCE,
            Channel.CONSOLE);
    while (!server.updates().writing()) {
      Thread.sleep(5);
    }
    for (var command :
        List.of(
            List.of("bmc", "power", "on", server.hostname()),
            List.of("bmc", "reset", server.hostname()),
            List.of("bmc", "boot", "pxe", server.hostname()))) {
      var all = new ArrayList<>(command);
      all.addAll(List.of("--yes", "--pace", "600"));
      var refused = run(all.toArray(String[]::new));
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCodes.BAD_INPUT);
      assertThat(refused.err()).contains("safety rule 8", "Do not power off");
    }
    assertThat(dataCentre.recorder().unsafeActs()).isEmpty();
  }

  @Test
  void a_held_server_is_let_go_by_a_person_with_a_reason_only() {
    assertThat(run("server", "hold", server.hostname(), "--reason", "a fan is loud").exitCode())
        .isZero();
    assertThat(run("server", "list").out()).contains("held");
    assertThat(run("server", "show", server.hostname()).out()).contains("a fan is loud");
    var refused = run("server", "hand-over", server.hostname());
    assertThat(refused.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(refused.err()).contains("a fan is loud", "--override --reason");
    assertThat(run("server", "hand-over", server.hostname(), "--override").exitCode())
        .isEqualTo(ExitCodes.BAD_INPUT);
    var released =
        run("server", "hand-over", server.hostname(), "--override", "--reason", "fan replaced");
    assertThat(released.exitCode()).as(released.err()).isZero();
    assertThat(run("server", "hand-over", server.hostname()).out()).contains("was not held");
  }
}
