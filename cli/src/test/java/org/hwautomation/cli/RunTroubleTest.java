package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.MaasStatus;
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
  private String held(CommandLineRig.Outcome outcome, int exitCode, String step, String... words) {
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

  private CommandLineRig.Outcome resumed(String run) {
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
    assertThat(dataCentre.recorder().effects()).isEmpty();
    assertThat(dataCentre.check()).isEmpty();
  }

  private InetSocketAddress sshOf(int index) {
    var map = AddressMap.of(dataCentre.block().addressMap());
    var endpoint = map.resolve(rig.server(index).host().address(), 22);
    return new InetSocketAddress(endpoint.host(), endpoint.port());
  }

  private void leadSshOf(int index, Relay relay) throws IOException {
    Files.writeString(
        rig.config(),
        Files.readString(rig.config())
            .replace(
                "  address_map:\n",
                "  address_map:\n    \"%s:22\": \"127.0.0.1:%d\"\n"
                    .formatted(rig.server(index).host().address(), relay.port())));
  }

  @Test
  void ssh_that_breaks_off_and_then_is_somebody_else_is_never_logged_in_to() throws Exception {
    try (var first = new Relay(n -> n == 1 ? sshOf(0) : null);
        var second = new Relay(n -> n == 1 ? sshOf(1) : null)) {
      leadSshOf(0, first);
      leadSshOf(1, second);

      // the login of verify_commissioning gets through, the next is cut off
      var run =
          held(
              rig.run(rig.provision(0, "--json")),
              ExitCodes.UNREACHABLE,
              "discover_hardware",
              "SSH ubuntu@" + rig.server(0).host().address() + ":22");

      // another host, up as well, answers where the first one should
      held(rig.run(rig.provision(1, "--json")), ExitCodes.UNREACHABLE, "discover_hardware");
      first.lead(n -> sshOf(1));
      var changed = resumed(run);
      var again =
          held(
              changed,
              ExitCodes.UNREACHABLE,
              "discover_hardware",
              "SSH ubuntu@" + rig.server(0).host().address() + ":22",
              "host key");
      assertThat(first.connections()).as("looked at once").isEqualTo(1);
      assertThat(count(EffectKind.BIOS_APPLIED)).isZero();

      first.lead(n -> sshOf(0));
      var done = resumed(again);
      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(count(EffectKind.COMMISSION)).isEqualTo(1);
      assertThat(dataCentre.check()).isEmpty();
    }
  }

  @Test
  void ssh_on_a_closed_port_is_told_and_the_run_goes_on_later() throws Exception {
    var relay = new Relay(n -> sshOf(0));
    leadSshOf(0, relay);
    relay.lead(
        n -> {
          var there = sshOf(0);
          relay.stopListening();
          return there;
        });

    var run =
        held(
            rig.run(rig.provision(0, "--json")),
            ExitCodes.UNREACHABLE,
            "discover_hardware",
            "SSH ubuntu@" + rig.server(0).host().address() + ":22",
            "no connection",
            "is the host up, and SSH started?");
    relay.close();

    try (var other = new Relay(n -> sshOf(0))) {
      rig.configure("127.0.0.1:" + relay.port(), "127.0.0.1:" + other.port());
      var done = resumed(run);
      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(count(EffectKind.COMMISSION)).isEqualTo(1);
      assertThat(dataCentre.check()).isEmpty();
    }
  }
}
