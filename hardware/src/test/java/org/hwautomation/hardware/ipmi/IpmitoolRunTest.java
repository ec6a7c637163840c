package org.hwautomation.hardware.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the program is run and its words are understood; needs no ipmitool and no BMC. */
final class IpmitoolRunTest {
  private static final Credentials LOGIN = Credentials.of("admin", Secret.of("hunter2-pw"));

  private static final String STUBBORN =
      """
      IP Address Source : Static Address
      IP Address : 10.0.0.9
      Subnet Mask : 255.0.0.0
      Default Gateway IP : 0.0.0.0
      """;

  @TempDir Path folder;

  private IpmiClient running(String script) throws IOException {
    var program = folder.resolve("ipmitool");
    Files.writeString(program, "#!/bin/sh\n" + script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return IpmiClient.over(
        LanplusTransport.builder("10.0.1.107", LOGIN).executable(program).build());
  }

  @Test
  void the_password_is_in_the_environment_only() throws IOException {
    var bmc =
        running(
            "tr '\\0' ' ' < /proc/$$/cmdline > "
                + folder
                + "/argv; echo \"$IPMI_PASSWORD\" > "
                + folder
                + "/env; echo Chassis Power is on");
    assertThat(bmc.powerStatus()).isEqualTo(PowerStatus.ON);
    assertThat(folder.resolve("argv"))
        .content()
        .contains("-I lanplus -H 10.0.1.107 -p 623 -U admin -E -C 17 -L ADMINISTRATOR -N 2 -R 3")
        .endsWith("chassis power status ")
        .doesNotContain("hunter2");
    assertThat(folder.resolve("env")).content().isEqualTo("hunter2-pw\n");
  }

  /** Counts the calls; the first proves the login. The words after it are what each one says. */
  private IpmiClient counting(String answer) throws IOException {
    return running(
        "echo \"$*\" >> "
            + folder
            + "/calls; case \"$*\" in *'chassis power status') echo Chassis Power is on; exit 0;; esac; "
            + answer);
  }

  private List<String> calls(String words) throws IOException {
    return Files.readAllLines(folder.resolve("calls")).stream()
        .filter(line -> line.endsWith(words))
        .toList();
  }

  @Test
  void a_read_is_asked_again_while_the_bmc_is_busy_and_a_write_is_not() throws IOException {
    var busy =
        counting("echo 'Get Device ID command failed: Node busy' >&2; exit 1")
            .withReadRetries(2, Duration.ofMillis(1));

    assertThat(failure(busy::controller).kind()).isEqualTo(Kind.BUSY);
    assertThat(calls("mc info")).hasSize(3);
    assertThat(failure(() -> busy.enableUser(3)).kind()).isEqualTo(Kind.BUSY);
    assertThat(calls("user enable 3")).hasSize(1);
  }

  @Test
  void a_read_that_a_session_is_lost_in_is_not_asked_again_for_it_may_hide_a_login()
      throws IOException {
    var lost =
        counting("echo 'Error: Unable to establish IPMI v2 / RMCP+ session' >&2; exit 1")
            .withReadRetries(5, Duration.ofMillis(1));

    assertThat(failure(lost::controller).kind()).isEqualTo(Kind.CONNECTION);
    assertThat(calls("mc info")).hasSize(1);
  }

  @Test
  void what_would_be_another_thing_if_done_twice_is_sent_once() throws IOException {
    var program = folder.resolve("ipmitool");
    counting("exit 0");
    var bmc =
        IpmiClient.over(
            LanplusTransport.builder("10.0.1.107", LOGIN)
                .executable(program)
                .packetTries(5)
                .build());

    bmc.power(PowerAction.CYCLE);
    bmc.power(PowerAction.RESET);
    bmc.power(PowerAction.SOFT);
    bmc.resetController(true);
    bmc.power(PowerAction.OFF);

    for (var once : List.of("power cycle", "power reset", "power soft", "mc reset cold")) {
      assertThat(calls(once)).singleElement().asString().contains("-N 10 -R 1 ");
    }
    assertThat(calls("power off")).singleElement().asString().contains("-N 2 -R 5 ");
  }

  @Test
  void a_missing_program_is_named_with_the_way_to_install_it() {
    var bmc =
        IpmiClient.over(
            LanplusTransport.builder("10.0.1.107", LOGIN)
                .executable(folder.resolve("absent"))
                .build());
    var e = failure(bmc::powerStatus);
    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e).hasMessageContaining("ipmitool").hasMessageContaining("apt-get install ipmitool");
  }

  @Test
  void past_its_time_limit_the_program_and_its_children_are_killed() throws Exception {
    var bmc =
        running("echo $$ > " + folder + "/pid; sleep 60 & echo $! > " + folder + "/child; wait");
    var e = failure(() -> bmc.withTimeLimit(Duration.ofMillis(600)).powerStatus());
    assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
    assertDead("pid");
    assertDead("child");
  }

  @Test
  void an_interrupted_call_kills_the_program_and_keeps_the_interruption() throws Exception {
    var bmc = running("echo $$ > " + folder + "/pid; exec sleep 60");
    var kept = new CompletableFuture<Boolean>();
    var thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    bmc.powerStatus();
                    kept.completeExceptionally(new AssertionError("it returned"));
                  } catch (HardwareException e) {
                    kept.complete(Thread.currentThread().isInterrupted());
                  }
                });
    for (var i = 0; i < 200 && !Files.exists(folder.resolve("pid")); i++) {
      Thread.sleep(20);
    }
    thread.interrupt();
    assertThat(kept.get(3, TimeUnit.SECONDS)).isTrue();
    assertDead("pid");
  }

  @Test
  void endless_output_is_bounded() throws IOException {
    var bmc = running("head -c 20000000 /dev/zero | tr '\\0' x; echo; echo Chassis Power is on");
    assertThat(bmc.powerStatus()).isEqualTo(PowerStatus.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "> RAKP 2 HMAC is invalid | AUTHENTICATION",
        "RAKP 2 message indicates an error : unauthorized name | AUTHENTICATION",
        "RAKP 4 message indicates an error : invalid integrity check value | AUTHENTICATION",
        "Error in open session response message : insufficient resources for session | BUSY",
        "Error in open session response message : unauthorized role requested | REJECTED",
        "Get Auth Capabilities error | CONNECTION",
        "> Error: no response from RAKP 1 message | CONNECTION",
        "Address lookup for bmc.example failed | UNAVAILABLE",
      })
  void a_failed_session_has_a_kind(String said, Kind kind) throws IOException {
    var bmc =
        running(
            "echo '"
                + said
                + "' >&2; echo 'Error: Unable to establish IPMI v2 / RMCP+ session' >&2; exit 1");
    var e = failure(bmc::powerStatus);
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e).hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Could not open device at /dev/ipmi0 or /dev/ipmi/0: No such file or directory | 1 | UNAVAILABLE",
        "sh: 1: ipmitool: not found | 127 | UNAVAILABLE",
        "sudo: a password is required | 1 | UNAVAILABLE",
        "Set LAN Parameter failed: Node busy | 1 | BUSY",
        "Set User Name command failed: Insufficient privilege level | 1 | REJECTED",
        "Set LAN Parameter failed: Invalid data field in request | 1 | REJECTED",
      })
  void a_failed_command_in_band_has_a_kind(String said, int status, Kind kind) {
    var bmc =
        IpmiClient.over(
            InBandTransport.of("BMC of u07", (line, request) -> new IpmiOutput(status, "", said)));
    var e = failure(bmc::controller);
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e).hasMessageContaining("BMC of u07").hasMessageContaining(said);
  }

  /** The peer's BMC keeps 16 bytes of any password, so the long form is judged by its bytes. */
  @ParameterizedTest
  @CsvSource({
    "sixteen-bytes-pw, 0x05 0x02, 16",
    "seventeen-bytespw, 0x85 0x02, 20",
    "twenty-bytes-long-pw, 0x85 0x02, 20"
  })
  void the_20_byte_form_is_used_only_for_more_than_16_bytes(
      String password, String head, int bytes) {
    var sent = new CopyOnWriteArrayList<IpmiRequest>();
    IpmiClient.over(
            InBandTransport.of(
                "BMC of u07",
                (line, request) -> {
                  sent.add(request);
                  return new IpmiOutput(0, "", "");
                }))
        .setUserPassword(5, Secret.of(password));
    var script = sent.getFirst().stdin().orElseThrow().reveal(text -> text);
    assertThat(script).startsWith("raw 0x06 0x47 " + head + " 0x").endsWith("\n");
    var data = script.strip().split(" ");
    assertThat(data).hasSize(5 + bytes);
    for (var i = 0; i < bytes; i++) {
      var expected = i < password.length() ? password.charAt(i) : 0;
      assertThat(Integer.decode(data[5 + i])).isEqualTo(expected);
    }
  }

  @Test
  void a_password_of_21_bytes_is_refused_before_it_is_sent() {
    var bmc =
        IpmiClient.over(
            InBandTransport.of("BMC of u07", (line, request) -> new IpmiOutput(0, "", "")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bmc.setUserPassword(6, Secret.of("x".repeat(21))))
        .withMessageContaining("21")
        .withMessageNotContaining("xxx");
  }

  @Test
  void an_outside_text_stays_one_word_of_the_remote_shell() {
    var request =
        new IpmiRequest(
            List.of("user", "set", "name", "4", "a b'; rm -rf /"),
            Optional.empty(),
            Duration.ofSeconds(1));
    assertThat(request.shellLine(List.of("sudo", "-n", "ipmitool")))
        .isEqualTo("sudo -n ipmitool user set name 4 'a b'\\''; rm -rf /'");
  }

  @Test
  void a_setting_that_is_accepted_and_not_kept_is_an_error() {
    var bmc =
        IpmiClient.over(
                InBandTransport.of(
                    "BMC of u07", (line, request) -> new IpmiOutput(0, STUBBORN, "")))
            .withSettling(Duration.ofMillis(100), Duration.ofMillis(20));
    var e = failure(() -> bmc.setLan(1, new LanSettings("10.0.1.7", "255.255.0.0", "10.0.0.1")));
    assertThat(e.kind()).isEqualTo(Kind.REJECTED);
    assertThat(e).hasMessageContaining("netmask 255.255.0.0").hasMessageContaining("does not show");
  }

  @Test
  void a_write_that_the_guard_refuses_never_reaches_the_program() {
    var lines = new CopyOnWriteArrayList<String>();
    var asked = new CopyOnWriteArrayList<String>();
    var bmc =
        IpmiClient.over(
                InBandTransport.of(
                    "BMC of u07",
                    (line, request) -> {
                      lines.add(line);
                      return new IpmiOutput(0, "", "");
                    }))
            .withGuard(
                request -> {
                  asked.add(request);
                  throw new IllegalStateException("the lease is lost");
                });
    List<Runnable> writes =
        List.of(
            () -> bmc.power(PowerAction.CYCLE),
            () -> bmc.setBootDevice(BootDevice.PXE, true, true),
            () -> bmc.identify(Duration.ZERO),
            () -> bmc.resetController(true),
            () -> bmc.setLanDhcp(1),
            () -> bmc.setUserName(4, "x"),
            () -> bmc.setUserPassword(4, Secret.of("hunter2")),
            () -> bmc.setUserPrivilege(1, 4, PrivilegeLevel.USER),
            () -> bmc.setUserAccess(1, 4, PrivilegeLevel.USER),
            () -> bmc.enableUser(4),
            () -> bmc.disableUser(4));
    for (var write : writes) {
      assertThatThrownBy(write::run).isInstanceOf(IllegalStateException.class);
    }
    assertThat(lines).isEmpty();
    assertThat(asked).hasSize(writes.size()).noneMatch(text -> text.contains("hunter2"));
  }

  @Test
  void bad_input_is_told_before_anything_is_run() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LanSettings("10.0.1.256", "255.0.0.0", "10.0.0.1"))
        .withMessageContaining("10.0.1.256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LanSettings("10.0.1.7.", "255.0.0.0", "10.0.0.1"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LanplusTransport.builder(
                    "10.0.1.7", Credentials.of("a", Secret.of("p".repeat(21)))))
        .withMessageContaining("21");
    assertThatIllegalArgumentException().isThrownBy(() -> LanplusTransport.builder("-oops", LOGIN));
  }

  private void assertDead(String file) throws Exception {
    var pid = Long.parseLong(Files.readString(folder.resolve(file)).strip());
    for (var i = 0; i < 100 && alive(pid); i++) {
      Thread.sleep(20);
    }
    assertThat(alive(pid)).as(file + " is dead").isFalse();
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static HardwareException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    var e = catchThrowableOfType(HardwareException.class, call);
    assertThat(e).as("the failure").isNotNull();
    return e;
  }
}
