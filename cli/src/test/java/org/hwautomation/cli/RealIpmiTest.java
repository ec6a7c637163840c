package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real IPMI BMC: Debian's openipmi, through ipmitool. */
class RealIpmiTest {
  @TempDir private Path folder;
  private Path peer = Path.of("");
  private String host = "";
  private boolean started;

  @BeforeEach
  void start() throws Exception {
    peer =
        Path.of(System.getProperty("hwautomation.root", ".."), "../shared/peers/ipmi/ipmi-sim")
            .toAbsolutePath()
            .normalize();
    assumeTrue(Files.isExecutable(peer), "the IPMI peer ipmi-sim is absent");
    for (var program : List.of("ipmi_sim", "sdrcomp", "ipmitool", "python3")) {
      assumeTrue(installed(program), program + " is absent");
    }
    int port;
    try (var socket = new DatagramSocket()) {
      port = socket.getLocalPort();
    }
    var child =
        new ProcessBuilder(
                peer.toString(), "start", folder.resolve("peer").toString(), Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("start.log").toFile())
            .start();
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
    started = true;
    host = "127.0.0.1:" + port;
    configure("test");
  }

  private static boolean installed(String program) {
    for (var place : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(place, program))) {
        return true;
      }
    }
    return false;
  }

  private void configure(String password) throws Exception {
    Files.writeString(
        folder.resolve("hwauto.yaml"),
        "ipmi:\n  cipher_suite: 3\nbmc:\n  password: \"" + password + "\"\n");
  }

  @AfterEach
  void stop() throws Exception {
    if (started) {
      new ProcessBuilder(peer.toString(), "stop", folder.resolve("peer").toString())
          .start()
          .waitFor(10, TimeUnit.SECONDS);
    }
  }

  private CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--ipmi",
            host,
            "--user",
            "ipmiusr",
            "--config",
            folder.resolve("hwauto.yaml").toString(),
            "--state",
            folder.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  void power_boot_device_and_network_are_read_and_written() {
    var info = run("bmc", "info", "--json");
    assertThat(info.exitCode()).as(info.err()).isZero();
    assertThat(info.json().path("uuid").asString()).isNotEmpty();

    var first = run("bmc", "power", "status", "--json").json().path("power").asString();
    for (var action : first.equals("on") ? List.of("off", "on") : List.of("on", "off")) {
      var run = run("bmc", "power", action, "--yes", "--json");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.json().path("power").asString()).isEqualTo(action);
    }
    var boot = run("bmc", "boot", "pxe", "--yes", "--json");
    assertThat(boot.exitCode()).as(boot.err()).isZero();
    assertThat(boot.json().path("device").asString()).isEqualTo("pxe");
    assertThat(run("bmc", "lan").out()).contains("channel 1");
    assertThat(run("bios", "show").exitCode()).isEqualTo(ExitCodes.FAILED);
  }

  @Test
  void a_wrong_password_is_tried_once_and_held_back() throws Exception {
    configure("wrong");
    var first = run("bmc", "power", "status");
    assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(first.err()).contains("one attempt");
    var second = run("bmc", "power", "status");
    assertThat(second.exitCode()).as(second.err()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(second.err()).contains("bmc unlock 127.0.0.1");
  }
}
