package org.hwautomation.simulator.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.hwautomation.simulator.Account;
import org.hwautomation.simulator.BootOverride;
import org.hwautomation.simulator.BootTarget;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.CipherTable;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Eventually;
import org.hwautomation.simulator.LoopbackBlock;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UnsafeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's ipmitool judges IPMI over LAN. */
class IpmiLanTest {
  private static final Path IPMITOOL = Path.of("/usr/bin/ipmitool");

  private record Said(int exit, String text) {}

  @ParameterizedTest
  @ValueSource(strings = {"3", "17"})
  void ipmitool_logs_in_with_each_suite(String suite) throws Exception {
    try (var dataCentre = dataCentre(Personality.SUPERMICRO)) {
      var server = dataCentre.servers().getFirst();

      var said = ipmitool(server, suite, "hunter2!", "chassis", "power", "status");

      assertThat(said).isEqualTo(new Said(0, "Chassis Power is off\n"));
      assertThat(dataCentre.check()).isEmpty();
    }
  }

  @Test
  void a_suite_that_the_bmc_does_not_have_is_refused() throws Exception {
    try (var dataCentre = dataCentre(Personality.SUPERMICRO)) {
      var said =
          ipmitool(dataCentre.servers().getFirst(), "8", "hunter2!", "-v", "power", "status");

      assertThat(said.exit()).isEqualTo(1);
      assertThat(said.text()).contains("no matching cipher suite");
    }
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void a_suite_that_is_closed_lets_nobody_in_and_one_that_is_open_does(Personality personality)
      throws Exception {
    try (var dataCentre = dataCentre(personality)) {
      var server = dataCentre.servers().getFirst();
      var services = server.bmc().services();
      String[] asUser = {"-v", "-L", "USER", "power", "status"};
      assertThat(ipmitool(server, "0", "hunter2!", asUser).text())
          .contains("no matching cipher suite");
      assertThat(ipmitool(server, "1", "hunter2!", asUser).exit()).isZero();
      assertThat(ipmitool(server, "1", "wrong", asUser).text()).contains("HMAC is invalid");

      services.presetCiphers(CipherTable.of(List.of(0, 1, 3, 17), "aXaa", false));

      assertThat(ipmitool(server, "0", "whatever", asUser).exit()).isZero();
      assertThat(ipmitool(server, "1", "hunter2!", asUser).exit()).isEqualTo(1);
      assertThat(ipmitool(server, "17", "hunter2!", asUser).exit()).isZero();
      services.presetCiphers(CipherTable.of(List.of(0, 1, 3, 17), "uXaa", false));
      assertThat(ipmitool(server, "0", "x", "-v", "power", "status").text())
          .contains("unauthorized role");
    }
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void ipmitool_reads_who_the_bmc_is(Personality personality) throws Exception {
    try (var dataCentre = dataCentre(personality)) {
      var server = dataCentre.servers().getFirst();
      var channel = personality == Personality.HPE ? "2" : "1";

      assertThat(done(server, "mc", "info")).contains("IPMI Version              : 2.0");
      assertThat(done(server, "mc", "guid"))
          .containsAnyOf(
              server.identity().uuid().toString(), server.identity().uuidSwapped().toString());
      assertThat(done(server, "channel", "info", channel)).contains("802.3 LAN");
      assertThat(done(server, "lan", "print", channel))
          .contains(
              server.bmc().network().address(),
              server.bmc().network().mask(),
              server.bmc().network().gateway(),
              server.identity().bmcMac(),
              "RMCP+ Cipher Suites     : ");
      assertThat(done(server, "user", "list", channel)).contains("ADMINISTRATOR");
      assertThat(done(server, "channel", "getaccess", channel, "2"))
          .contains("Privilege Level      : ADMINISTRATOR");
    }
  }

  @Test
  void ipmitool_switches_power_and_boot_device() throws Exception {
    try (var dataCentre = dataCentre(Personality.DELL)) {
      var server = dataCentre.servers().getFirst();

      done(server, "chassis", "bootdev", "pxe", "options=efiboot");
      assertThat(server.power().override())
          .isEqualTo(new BootOverride(BootTarget.PXE, BootOverride.Lasting.ONCE, true));
      assertThat(done(server, "chassis", "bootparam", "get", "5"))
          .contains("Boot Flag Valid", "Force PXE");

      done(server, "power", "on");
      assertThat(server.power().state()).isEqualTo(PowerState.ON);
      assertThat(done(server, "power", "status")).isEqualTo("Chassis Power is on\n");
      done(server, "power", "off");
      assertThat(ipmitool(server, "17", "hunter2!", "power", "reset").exit()).isEqualTo(1);
      assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.POWER_ON)).isOne();
      done(server, "chassis", "identify", "15");
      assertThat(server.indicator()).isTrue();
    }
  }

  @Test
  void ipmitool_manages_accounts_and_the_new_one_logs_in() throws Exception {
    try (var dataCentre = dataCentre(Personality.SUPERMICRO)) {
      var server = dataCentre.servers().getFirst();

      done(server, "user", "set", "name", "4", "night");
      done(
          server, "raw", "0x06", "0x47", "0x04", "0x02", "0x73", "0x33", "0x63", "0", "0", "0", "0",
          "0", "0", "0", "0", "0", "0", "0", "0", "0");
      done(server, "channel", "setaccess", "1", "4", "ipmi=on", "privilege=3");
      done(server, "user", "enable", "4");

      var said = ipmitoolAs(server, "night", "3", "s3c", "-L", "OPERATOR", "power", "status");
      assertThat(said.exit()).isZero();
      var tooMuch =
          ipmitoolAs(server, "night", "3", "s3c", "-v", "-L", "ADMINISTRATOR", "mc", "info");
      assertThat(tooMuch.text()).contains("unauthorized role");
    }
  }

  @Test
  void a_wrong_password_is_counted_once_and_its_repetition_is_unsafe() throws Exception {
    try (var dataCentre = dataCentre(Personality.SUPERMICRO)) {
      var server = dataCentre.servers().getFirst();

      var said = ipmitool(server, "17", "wrong", "-v", "power", "status");

      assertThat(said.exit()).isEqualTo(1);
      assertThat(said.text()).contains("RAKP 2 HMAC is invalid");
      Eventually.true_(
          () -> dataCentre.recorder().count(server.hostname(), EffectKind.LOGIN_REFUSED) > 0);
      assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.LOGIN_REFUSED)).isOne();
      assertThat(dataCentre.check()).isEmpty();

      ipmitool(server, "17", "wrong", "-v", "power", "status");
      Eventually.true_(
          () ->
              dataCentre.check().stream()
                  .anyMatch(act -> act.kind() == UnsafeKind.LOGIN_REPEATED_AFTER_REFUSAL));
    }
  }

  @Test
  void an_account_without_ipmi_and_an_unknown_one_are_not_let_in() throws Exception {
    try (var dataCentre = dataCentre(Personality.SUPERMICRO)) {
      var server = dataCentre.servers().getFirst();
      server.bmc().accounts().create(5, "web", "s3c", role(), false, Channel.CONSOLE);

      assertThat(ipmitoolAs(server, "web", "3", "s3c", "-v", "power", "status").text())
          .contains("unauthorized name");
      assertThat(ipmitoolAs(server, "nobody", "3", "s3c", "-v", "power", "status").text())
          .contains("unauthorized name");
    }
  }

  @Test
  void a_moved_bmc_answers_at_its_new_address_only() throws Exception {
    try (var dataCentre = dataCentre(Personality.SUPERMICRO)) {
      var server = dataCentre.servers().getFirst();
      var before = server.bmc().address();

      ipmitool(server, "17", "hunter2!", "lan", "set", "1", "ipsrc", "static");
      ipmitool(server, "17", "hunter2!", "lan", "set", "1", "ipaddr", "10.0.9.9");

      Eventually.true_(() -> server.bmc().address().equals("10.0.9.9") && server.bmc().reachable());
      Eventually.true_(() -> answers(server, "10.0.9.9"));
      assertThat(answers(server, before)).isFalse();
    }
  }

  @Test
  void a_bmc_whose_ipmi_is_off_says_nothing() throws Exception {
    try (var dataCentre = dataCentre(Personality.SUPERMICRO)) {
      var server = dataCentre.servers().getFirst();
      assertThat(answers(server, server.bmc().address())).isTrue();

      server.bmc().ipmiOverLan(false, Channel.CONSOLE);

      assertThat(answers(server, server.bmc().address())).isFalse();
    }
  }

  @Test
  void rubbish_is_dropped_and_the_bmc_still_answers() throws Exception {
    try (var dataCentre = dataCentre(Personality.SUPERMICRO)) {
      var server = dataCentre.servers().getFirst();
      var random = new SplittableRandom(7);
      try (var socket = new DatagramSocket()) {
        for (var i = 0; i < 300; i++) {
          var bytes = new byte[random.nextInt(80)];
          random.nextBytes(bytes);
          if (i % 2 == 0 && bytes.length > 6) {
            System.arraycopy(new byte[] {6, 0, -1, 7, 6, (byte) (0x10 + i % 6)}, 0, bytes, 0, 6);
          }
          send(socket, server, server.bmc().address(), bytes);
        }
      }
      // a question behind so much may be dropped on the way; who asks by UDP asks again
      Eventually.true_(() -> answers(server, server.bmc().address()));
    }
  }

  private static Account.Role role() {
    return Account.Role.ADMINISTRATOR;
  }

  private static DataCentre dataCentre(Personality personality) {
    assumeTrue(Files.isExecutable(IPMITOOL), "ipmitool is not installed");
    var dataCentre = DataCentre.builder().server(personality).speed(60).start();
    var accounts = dataCentre.servers().getFirst().bmc().accounts();
    accounts.create(3, "judge", "hunter2!", role(), true, Channel.CONSOLE);
    return dataCentre;
  }

  /** Whether somebody answers Get Channel Authentication Capabilities there. */
  private static boolean answers(SimulatedServer server, String address) {
    byte[] question = {
      6,
      0,
      -1,
      7,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      9,
      0x20,
      0x18,
      -56,
      (byte) 0x81,
      0,
      0x38,
      (byte) 0x8E,
      4,
      (byte) 0xB5
    };
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(400);
      send(socket, server, address, question);
      socket.receive(new DatagramPacket(new byte[200], 200));
      return true;
    } catch (SocketTimeoutException silent) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void send(
      DatagramSocket socket, SimulatedServer server, String address, byte[] bytes)
      throws IOException {
    socket.send(
        new DatagramPacket(
            bytes,
            bytes.length,
            server.dataCentre().block().local(address),
            LoopbackBlock.IPMI_PORT));
  }

  private static String done(SimulatedServer server, String... words) throws Exception {
    var said = ipmitool(server, "17", "hunter2!", words);
    assertThat(said.exit()).as(said.text()).isZero();
    return said.text();
  }

  private static Said ipmitool(
      SimulatedServer server, String suite, String password, String... words) throws Exception {
    return ipmitoolAs(server, "judge", suite, password, words);
  }

  private static Said ipmitoolAs(
      SimulatedServer server, String user, String suite, String password, String... words)
      throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                IPMITOOL.toString(),
                "-I",
                "lanplus",
                "-H",
                server.dataCentre().block().local(server.bmc().address()).getHostAddress(),
                "-p",
                String.valueOf(LoopbackBlock.IPMI_PORT),
                "-U",
                user,
                "-E",
                "-C",
                suite,
                "-N",
                "1",
                "-R",
                "2"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("IPMI_PASSWORD", password);
    var process = builder.start();
    process.getOutputStream().close();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), text);
  }
}
