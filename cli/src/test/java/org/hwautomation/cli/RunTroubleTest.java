package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.PowerAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in the middle of a run: it is held, says why, and goes on when that is over. */
final class RunTroubleTest {
  @TempDir private Path folder;
  private DataCentre dataCentre;
  private CommandLineRig rig;

  @BeforeEach
  void start() throws IOException {
    dataCentre = DataCentre.builder().servers(2).speed(600).start();
    rig = new CommandLineRig(folder, dataCentre);
  }

  @AfterEach
  void stop() {
    dataCentre.close();
  }

  private int count(EffectKind kind) {
    return dataCentre.recorder().count(rig.server(0).hostname(), kind);
  }

  /** The run is held at this step, with what to type next; returns its id. */
  private String held(CommandRun outcome, int exitCode, String step, String... words) {
    Told.clearly(outcome, exitCode, words);
    var document = outcome.json();
    assertThat(document.path("status").asString()).isEqualTo("failed");
    assertThat(document.path("held").asBoolean()).isTrue();
    assertThat(document.path("current_step_name").asString()).isEqualTo(step);
    assertThat(document.path("error").asString()).contains(words);
    var run = document.path("run_id").asString();
    assertThat(document.path("next").toString()).contains("run resume " + run, "run release");
    return run;
  }

  private CommandRun resumed(String run) {
    return rig.run("run", "resume", run, "--pace", "600", "--json");
  }

  @Test
  void a_commissioning_that_maas_refuses_with_409_is_held_and_goes_on_later() throws IOException {
    try (var between = HostileServer.between(dataCentre)) {
      rig.configure(
          "url: \"http://127.0.0.1:[0-9]*/", "url: \"http://127.0.0.1:" + between.port() + "/");
      between.refuse(
          409, "", exchange -> exchange.getRequestURI().toString().contains("op=commission"));

      var run =
          held(
              rig.run(rig.provision(0, "--template", "commissioning", "--json")),
              ExitCodes.FAILED,
              "commission_server",
              "HTTP 409",
              "Machine is in another state.");
      assertThat(count(EffectKind.COMMISSION)).isZero();

      between.refuse(409, "", exchange -> false);
      assertThat(resumed(run).exitCode()).isZero();
      assertThat(count(EffectKind.COMMISSION)).isEqualTo(1);
      assertThat(rig.server(0).maas().status()).isEqualTo(MaasStatus.READY);
      assertThat(dataCentre.check()).isEmpty();
    }
  }

  @Test
  void two_bmcs_never_get_one_address() throws IOException {
    var taken = rig.server(1).bmc().network().address();

    var refused =
        rig.run(
            rig.provision(
                0,
                "--template",
                "ipmi_setup",
                "--target-ipmi-ip",
                taken,
                "--gateway",
                "10.0.0.1",
                "--subnet-mask",
                "/16",
                "--json"));

    held(refused, ExitCodes.BAD_INPUT, "validate_network_config", taken);
    assertThat(count(EffectKind.BMC_MOVED)).isZero();
    assertThat(dataCentre.recorder().effects())
        .as("it was only looked at")
        .extracting(effect -> effect.kind())
        .containsOnly(EffectKind.SESSION_CREATED, EffectKind.SESSION_DELETED);
    assertThat(dataCentre.check()).isEmpty();
  }

  private InetSocketAddress sshOf(int index) {
    var map = AddressMap.of(dataCentre.block().addressMap());
    var endpoint = map.resolve(rig.server(index).host().address(), 22);
    return new InetSocketAddress(endpoint.host(), endpoint.port());
  }

  /** A server of somebody else's, up and running; its SSH answers. */
  private void somebodyDeploys(int index) throws InterruptedException {
    var server = rig.server(index);
    server.host().install("ubuntu/noble", List.of(), Channel.CONSOLE);
    server.maas().status(MaasStatus.DEPLOYED);
    server.power().perform(PowerAction.ON, Channel.CONSOLE);
    Eventually.until("the other host is up", () -> server.host().boot().isPresent());
  }

  private void leadSshOf(int index, int port) throws IOException {
    Files.writeString(
        rig.config(),
        Files.readString(rig.config())
            .replace(
                "  address_map:\n",
                "  address_map:\n    \"%s:22\": \"127.0.0.1:%d\"\n"
                    .formatted(rig.server(index).host().address(), port)));
  }

  @Test
  void ssh_that_is_away_and_then_is_somebody_else_holds_the_run_until_it_is_right()
      throws Exception {
    rig.configure("ssh", "retries", "0");
    try (var away = new Relay();
        var right = new Relay()) {
      // the login of verify_commissioning gets through, then the port is closed
      away.lead(
          n -> {
            away.stopListening();
            return sshOf(0);
          });
      leadSshOf(0, away.port());
      var run =
          held(
              rig.run(rig.provision(0, "--json")),
              ExitCodes.UNREACHABLE,
              "discover_hardware",
              "SSH ubuntu@" + rig.server(0).host().address() + ":22",
              "no connection",
              "is the host up, and SSH started?");

      // another host answers where the first one should
      right.lead(n -> sshOf(1));
      rig.configure("127.0.0.1:" + away.port(), "127.0.0.1:" + right.port());
      somebodyDeploys(1);
      var again =
          held(
              resumed(run),
              ExitCodes.UNREACHABLE,
              "discover_hardware",
              "SSH ubuntu@" + rig.server(0).host().address() + ":22",
              "host key");
      assertThat(right.connections()).as("looked at once").isEqualTo(1);
      assertThat(count(EffectKind.BIOS_APPLIED)).isZero();

      right.lead(n -> sshOf(0));
      var done = resumed(again);
      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(count(EffectKind.COMMISSION)).isEqualTo(1);
      assertThat(dataCentre.check()).isEmpty();
    }
  }
}
