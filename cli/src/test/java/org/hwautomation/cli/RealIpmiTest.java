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
    assertThat(run("bmc", "boot", "--json").json().path("device").asString()).isEqualTo("pxe");
    assertThat(run("bmc", "lan").out()).contains("channel 1");
    assertThat(run("bios", "show").exitCode()).isEqualTo(ExitCodes.FAILED);
  }

  /**
   * The boot flags are five bytes (IPMI 2.0, table 28-14): in the first are the bits for valid
   * (80h), persistent (40h) and EFI (20h), in the second the device. What is sent has the bits;
   * this peer, openipmi's chassis emulation, keeps the device's four bits alone and answers all
   * others as zero. So "marked_valid" is false here for the peer's sake, and a BMC that keeps the
   * bit is seen as valid by the same reading ({@code IpmitoolRunTest}).
   */
  @Test
  void the_valid_bit_of_a_boot_override_is_sent_and_this_peer_does_not_keep_it() throws Exception {
    assertThat(ipmitool("-vv", "chassis", "bootdev", "pxe"))
        .contains("Chassis Set Boot Parameter 5 to 8004000000");
    assertThat(ipmitool("chassis", "bootparam", "get", "5"))
        .contains("Boot parameter data: 0004000000", "Boot Flag Invalid", "Force PXE");
    var once = run("bmc", "boot", "--json");
    assertThat(once.json().path("marked_valid").asBoolean(true)).isFalse();

    var always = run("bmc", "boot", "pxe", "--persistent", "--efi", "--yes", "--json");
    assertThat(always.exitCode()).as(always.err()).isZero();
    assertThat(always.json().path("device").asString()).isEqualTo("pxe");
    assertThat(ipmitool("raw", "0x00", "0x08", "0x05", "0xe0", "0x04", "0", "0", "0")).isBlank();
    assertThat(ipmitool("raw", "0x00", "0x09", "0x05", "0", "0").strip())
        .as("all but the device is gone")
        .isEqualTo("01 05 00 04 00 00 00");
  }

  private String ipmitool(String... words) throws Exception {
    var colon = host.lastIndexOf(':');
    var line =
        new ArrayList<>(
            List.of(
                "ipmitool",
                "-I",
                "lanplus",
                "-H",
                host.substring(0, colon),
                "-p",
                host.substring(colon + 1),
                "-U",
                "ipmiusr",
                "-E",
                "-C",
                "3"));
    line.addAll(List.of(words));
    var out = folder.resolve("ipmitool.out");
    var child = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile());
    child.environment().put("IPMI_PASSWORD", "test");
    var process = child.start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out);
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
