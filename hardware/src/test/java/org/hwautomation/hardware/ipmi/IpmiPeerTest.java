package org.hwautomation.hardware.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real BMC: Debian's openipmi, through the real ipmitool. */
final class IpmiPeerTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("hwautomation.root", "."), "../shared/peers/ipmi/ipmi-sim");

  @TempDir static Path folder;
  private static int port;
  private static boolean started;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Files.isExecutable(SCRIPT), "skipped: the IPMI peer's script is absent");
    for (var program : List.of("ipmi_sim", "ipmitool", "python3", "sdrcomp")) {
      assumeTrue(onPath(program), "skipped: " + program + " is absent (openipmi, ipmitool)");
    }
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    script("start", folder.resolve("bmc").toString(), Integer.toString(port));
    started = true;
    var bmc = client(List.of(3));
    for (var i = 0; ; i++) {
      try {
        bmc.powerStatus();
        return;
      } catch (HardwareException e) {
        assertThat(i).as("the peer started: " + e.getMessage()).isLessThan(10);
        Thread.sleep(100);
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (started) {
      script("stop", folder.resolve("bmc").toString());
    }
  }

  private static IpmiClient client(List<Integer> suites) {
    return IpmiClient.over(transport("ipmiusr", "test", port, suites))
        .withSettling(Duration.ofSeconds(5), Duration.ofMillis(100));
  }

  private static LanplusTransport transport(
      String user, String password, int toPort, List<Integer> suites) {
    return LanplusTransport.builder("10.0.1.107", Credentials.of(user, Secret.of(password)))
        .addresses(AddressMap.of(Map.of("10.0.*.*:623", "127.0.0.1:" + toPort)))
        .cipherSuites(suites)
        .packets(Duration.ofSeconds(1), 2)
        .build();
  }

  @Test
  void power_is_switched_and_read() throws IOException {
    var bmc = client(List.of(3));
    bmc.power(PowerAction.ON);
    assertThat(bmc.powerStatus()).isEqualTo(PowerStatus.ON);
    bmc.power(PowerAction.OFF);
    assertThat(bmc.powerStatus()).isEqualTo(PowerStatus.OFF);
    assertThat(Files.readString(folder.resolve("bmc/board/power")).strip()).isEqualTo("0");
  }

  @Test
  void suite_17_is_tried_first_and_suite_3_after_it_since_the_bmc_has_no_17() {
    var transport = transport("ipmiusr", "test", port, List.of(17, 3));
    assertThat(transport.cipherSuite()).isEmpty();
    IpmiClient.over(transport).powerStatus();
    assertThat(transport.cipherSuite()).contains(3);
    var e = failure(() -> client(List.of(17)).powerStatus());
    assertThat(e.kind()).isEqualTo(Kind.REJECTED);
    assertThat(e).hasMessageContaining("[17]");
  }

  @Test
  void a_wrong_password_is_tried_once_on_the_wire() throws IOException {
    try (var proxy = new UdpProxy(port)) {
      var wrong = IpmiClient.over(transport("ipmiusr", "wrong-pw", proxy.port(), List.of(3, 17)));
      for (var i = 0; i < 3; i++) {
        var e = failure(wrong::powerStatus);
        assertThat(e.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(e).hasMessageContaining("10.0.1.107").hasMessageNotContaining("wrong-pw");
      }
      assertThat(proxy.logins).hasValue(1);
      var unknown = IpmiClient.over(transport("nobody", "test", proxy.port(), List.of(3)));
      assertThat(failure(unknown::powerStatus).kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(proxy.logins).hasValue(2);
    }
  }

  @Test
  void a_bmc_that_does_not_answer_is_a_connection_error() throws IOException {
    try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      var bmc =
          IpmiClient.over(
              LanplusTransport.builder("127.0.0.1", Credentials.of("ipmiusr", Secret.of("test")))
                  .port(silent.getLocalPort())
                  .packets(Duration.ofSeconds(1), 1)
                  .build());
      assertThat(failure(bmc::powerStatus).kind()).isEqualTo(Kind.CONNECTION);
    }
  }

  @Test
  void the_boot_device_is_set_and_read() {
    var bmc = client(List.of(3));
    bmc.setBootDevice(BootDevice.PXE, true, false);
    assertThat(bmc.bootOverride().device()).isEqualTo(BootDevice.PXE);
    bmc.setBootDevice(BootDevice.BIOS, false, false);
    assertThat(bmc.bootOverride().device()).isEqualTo(BootDevice.BIOS);
    bmc.setBootDevice(BootDevice.NONE, false, false);
    assertThat(bmc.bootOverride().device()).isEqualTo(BootDevice.NONE);
  }

  @Test
  void the_controller_says_who_it_is() {
    var bmc = client(List.of(3));
    var info = bmc.controller();
    assertThat(info.ipmiVersion()).isEqualTo("2.0");
    assertThat(info.firmwareRevision()).isEqualTo("9.08");
    assertThat(info.manufacturerId()).isEqualTo(4753);
    assertThat(info.available()).isTrue();
    assertThat(bmc.guid()).contains("efcdab89-6745-23a1-efcd-ab89674523a1");
    bmc.identify(Duration.ofSeconds(15));
  }

  /**
   * OpenIPMI's BMC opens suite 0 without listing it, and lets nobody in at all once its first level
   * is 0: what a list says of a suite needs a login to prove it.
   */
  @Test
  void cipher_levels_are_written_and_read_back_and_a_login_shows_what_they_did() {
    var transport = transport("ipmiusr", "test", port, List.of(3));
    var limit = Duration.ofSeconds(20);
    var bmc =
        IpmiClient.over(transport).withSettling(Duration.ofSeconds(5), Duration.ofMillis(100));
    var before = bmc.cipherSuites(1);
    assertThat(before.entries()).contains(1, 3).doesNotContain(0, 17);
    assertThat(before.place(1)).as("it can't be told").isEmpty();
    assertThat(transport.opens(0, limit)).isTrue();
    assertThat(transport.opens(17, limit)).isFalse();
    bmc.setCipherLevels(1, before.withLetters("X" + before.letters().substring(1)));
    try {
      assertThat(transport.opens(0, limit)).isFalse();
      assertThat(transport.opens(3, limit)).isFalse();
    } finally {
      bmc.setCipherLevels(1, before); // the proven login of this transport still works
    }
    assertThat(bmc.cipherSuites(1)).isEqualTo(before);
    assertThat(transport.opens(3, limit)).isTrue();
  }

  @Test
  void network_settings_are_written_in_the_safe_order_and_read_back() throws IOException {
    var bmc = client(List.of(3));
    var channel = bmc.lanChannel().orElseThrow();
    assertThat(channel).isEqualTo(1);
    var before = bmc.lan(channel);
    assertThat(before.macAddress()).isEqualTo("02:00:00:00:20:01");
    assertThat(before.vlan()).isEmpty();
    assertThat(before.isStatic()).isTrue();
    assertThat(before.cipherSuites()).contains(3);
    var write = bmc.setLan(channel, new LanSettings("10.0.1.77", "255.255.0.0", "10.0.0.1"));
    assertThat(write.confirmed()).as("the way to the BMC was its address").isFalse();
    assertThat(write.before()).isEqualTo(before);
    var after = bmc.lan(channel);
    assertThat(after.address()).isEqualTo("10.0.1.77");
    assertThat(after.netmask()).isEqualTo("255.255.0.0");
    assertThat(after.gateway()).isEqualTo("10.0.0.1");
    var writes =
        Files.readAllLines(folder.resolve("bmc/board/lan.log")).stream()
            .filter(line -> line.contains(" set "))
            .map(line -> line.replaceAll("^\\S+ set (\\S+) .*", "$1"))
            .distinct()
            .toList();
    assertThat(writes).endsWith("ip_addr");
    assertThat(writes).contains("subnet_mask", "default_gw_ip_addr");
  }

  @Test
  void an_account_is_made_and_its_password_stands_in_no_argument_vector() throws Exception {
    var spy = Files.createDirectories(folder.resolve("spy"));
    var argv = spy.resolve("argv");
    var wrapper = spy.resolve("ipmitool");
    Files.writeString(
        wrapper,
        "#!/bin/sh\ntr '\\0' ' ' < /proc/$$/cmdline >> "
            + argv
            + "\necho >> "
            + argv
            + "\nexec "
            + found("ipmitool")
            + " \"$@\"\n");
    assertThat(wrapper.toFile().setExecutable(true)).isTrue();
    var bmc =
        IpmiClient.over(
            LanplusTransport.builder("127.0.0.1", Credentials.of("ipmiusr", Secret.of("test")))
                .port(port)
                .cipherSuites(List.of(3))
                .executable(wrapper)
                .build());
    var password = "N3w'\"#$ pw x";
    bmc.setUserName(5, "hwauto");
    bmc.setUserPassword(5, Secret.of(password));
    bmc.setUserPrivilege(1, 5, PrivilegeLevel.ADMINISTRATOR);
    bmc.enableUser(5);
    var user = bmc.users(1).stream().filter(u -> u.name().equals("hwauto")).findFirst();
    assertThat(user).map(BmcUser::id).contains(5);
    assertThat(user).map(BmcUser::privilege).contains(PrivilegeLevel.ADMINISTRATOR);
    assertThat(bmc.userAccess(1, 5).name()).isEqualTo("hwauto");
    // the proof that the BMC has this very password: a login with it
    assertThat(IpmiClient.over(transport("hwauto", password, port, List.of(3))).powerStatus())
        .isNotEqualTo(PowerStatus.UNKNOWN);
    var hex = new StringBuilder();
    for (var b : password.getBytes(StandardCharsets.UTF_8)) {
      hex.append(String.format(java.util.Locale.ROOT, "0x%02x ", b));
    }
    var seen = Files.readString(argv);
    assertThat(seen).contains("exec /dev/stdin", "user set name 5 hwauto");
    assertThat(seen).doesNotContain(password).doesNotContain(hex.toString().strip());
    assertThat(seen).doesNotContain("0x47").doesNotContain(" test ").doesNotContain("-P");
  }

  @Test
  void what_an_operator_may_not_do_is_refused_with_the_words_of_the_bmc() {
    var bmc =
        IpmiClient.over(
            LanplusTransport.builder("127.0.0.1", Credentials.of("operusr", Secret.of("test")))
                .port(port)
                .cipherSuites(List.of(3))
                .privilege(PrivilegeLevel.OPERATOR)
                .build());
    assertThat(bmc.powerStatus()).isNotEqualTo(PowerStatus.UNKNOWN);
    var e = failure(() -> bmc.setUserName(7, "intruder"));
    assertThat(e.kind()).isEqualTo(Kind.REJECTED);
    assertThat(e).hasMessageContaining("Insufficient privilege level");
  }

  @Test
  void sensors_units_and_events_are_read() {
    var bmc = client(List.of(3));
    assertThat(bmc.sensors())
        .contains(new Sensor("MBTemp", "01h", "ok", "7.1", "42 degrees C"))
        .noneMatch(Sensor::critical);
    assertThat(bmc.frus().getFirst().field("Product Serial")).contains("SN" + port);
    assertThat(bmc.frus().getFirst().field("Product Manufacturer")).contains("ACME");
    assertThat(bmc.eventLog())
        .isNotEmpty()
        .first()
        .extracting(EventLogEntry::sensor)
        .asString()
        .contains("MBTemp");
  }

  @Test
  void the_same_operations_run_in_band_through_a_shell() throws Exception {
    // a shell here stands for the server's; its ipmitool reaches the peer instead of a driver
    var lines = new ArrayList<String>();
    var inBand =
        InBandTransport.of(
                "BMC of peer (in band)",
                (line, request) -> {
                  lines.add(line);
                  return shell(line, request);
                })
            .withProgram(
                List.of(
                    "env",
                    "IPMI_PASSWORD=test",
                    "ipmitool",
                    "-I",
                    "lanplus",
                    "-C",
                    "3",
                    "-E",
                    "-U",
                    "ipmiusr",
                    "-H",
                    "127.0.0.1",
                    "-p",
                    Integer.toString(port)));
    var bmc = IpmiClient.over(inBand).withSettling(Duration.ofSeconds(5), Duration.ofMillis(50));
    var write = bmc.setLan(1, new LanSettings("10.0.2.2", "255.255.255.0", "10.0.2.1"));
    assertThat(write.confirmed()).isTrue();
    assertThat(bmc.lan(1).address()).isEqualTo("10.0.2.2");
    bmc.setUserName(8, "inband");
    bmc.setUserPassword(8, Secret.of("in band pw"));
    bmc.setUserPrivilege(1, 8, PrivilegeLevel.ADMINISTRATOR);
    bmc.enableUser(8);
    IpmiClient.over(transport("inband", "in band pw", port, List.of(3))).powerStatus();
    assertThat(lines).noneMatch(line -> line.contains("in band pw") || line.contains("0x47"));
    assertThat(lines)
        .anyMatch(line -> line.startsWith("cat | ") && line.endsWith("exec /dev/stdin"));
  }

  private static IpmiOutput shell(String line, IpmiRequest request) {
    var stdin =
        request
            .stdin()
            .map(s -> s.reveal(text -> text.getBytes(StandardCharsets.UTF_8)))
            .orElseGet(() -> new byte[0]);
    return ChildProcess.run(
        List.of("/bin/sh", "-c", line),
        Map.of("PATH", System.getenv("PATH")),
        stdin,
        request.timeLimit(),
        "shell",
        "sh");
  }

  private static void script(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("script.log").toFile())
            .start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("script.log"))).isZero();
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static Path found(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(place -> Path.of(place, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static HardwareException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    var e = catchThrowableOfType(HardwareException.class, call);
    assertThat(e).as("the failure").isNotNull();
    return e;
  }
}
