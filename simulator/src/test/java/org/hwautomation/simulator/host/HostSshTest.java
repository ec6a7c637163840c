package org.hwautomation.simulator.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.hwautomation.simulator.Account;
import org.hwautomation.simulator.BootPhase;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.HostEnvironment;
import org.hwautomation.simulator.LoopbackBlock;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.ServerDescription;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UnsafeKind;
import org.hwautomation.simulator.maas.MaasCaller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.json.JsonMapper;

/** The hosts as OpenSSH's own client sees them. */
@Execution(ExecutionMode.CONCURRENT)
class HostSshTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path SSH = Path.of("/usr/bin/ssh");

  @TempDir private Path folder;
  private DataCentre dataCentre;
  private SimulatedServer server;

  private record Ran(int status, String out, String err) {}

  @BeforeEach
  void start() {
    assumeTrue(Files.isExecutable(SSH), "OpenSSH's client (ssh) is absent");
    dataCentre =
        DataCentre.builder()
            .server(ServerDescription.numbered(0).withMaasStatus(MaasStatus.DEPLOYED))
            .server(
                ServerDescription.numbered(1)
                    .withPersonality(Personality.HPE)
                    .withMaasStatus(MaasStatus.NEW))
            .seed(5)
            .speed(600)
            .start();
    server = dataCentre.servers().getFirst();
    await("up", () -> server.host().environment() == HostEnvironment.DEPLOYED);
  }

  @AfterEach
  void stop() {
    if (dataCentre != null) {
      dataCentre.close();
    }
  }

  private static void await(String what, BooleanSupplier wanted) {
    var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!wanted.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain: " + what);
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Ran ssh(SimulatedServer to, String input, String command) {
    return ssh(to, input, command, keyOptions());
  }

  private List<String> keyOptions() {
    return List.of("-i", dataCentre.configuration().getOrDefault("ssh.key_path", ""));
  }

  private Process begin(SimulatedServer to, String command, List<String> options)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(SSH.toString(), "-F", "/dev/null"));
    words.addAll(
        List.of(
            "-o",
            "BatchMode=yes",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "StrictHostKeyChecking=accept-new",
            "-o",
            "UserKnownHostsFile=" + folder.resolve("known_hosts"),
            "-p",
            String.valueOf(LoopbackBlock.SSH_PORT)));
    words.addAll(options);
    words.add("ubuntu@" + dataCentre.block().local(to.host().address()).getHostAddress());
    words.add(command);
    return new ProcessBuilder(words).redirectError(folder.resolve("err").toFile()).start();
  }

  private Ran ssh(SimulatedServer to, String input, String command, List<String> options) {
    try {
      var process = begin(to, command, options);
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      return new Ran(process.exitValue(), out, Files.readString(folder.resolve("err")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Ran run(String command) {
    return ssh(server, "", command);
  }

  @Test
  void the_key_gets_in_and_nothing_else() {
    await("ssh", () -> run("true").status() == 0);
    var identity = run("sudo dmidecode -s system-serial-number && hostname");
    assertThat(identity.out())
        .isEqualTo(server.identity().serial() + "\n" + server.hostname() + "\n");
    var noKey = ssh(server, "", "true", List.of("-o", "PreferredAuthentications=password"));
    assertThat(noKey.status()).isEqualTo(255);
    assertThat(noKey.err()).contains("Permission denied (publickey)");
  }

  @Test
  void tools_print_the_one_truth_of_the_server() {
    await("ssh", () -> run("true").status() == 0);
    assertThat(run("sudo dmidecode -t system").out())
        .contains("\tManufacturer: Dell Inc.\n\tProduct Name: PowerEdge R750\n")
        .contains("\tUUID: " + server.identity().uuid() + "\n");
    assertThat(run("dmidecode -s system-uuid").status()).isEqualTo(1);
    assertThat(run("cat /sys/class/dmi/id/product_serial").err()).contains("Permission denied");
    assertThat(run("sudo cat /sys/class/dmi/id/product_serial").out())
        .isEqualTo(server.identity().serial() + "\n");
    assertThat(run("lscpu").out()).contains("Socket(s):                               2\n");
    var cpu = JSON.readTree(run("lscpu -J").out()).get("lscpu");
    assertThat(cpu.valueStream())
        .anySatisfy(field -> assertThat(field.get("data").asString()).isEqualTo("GenuineIntel"));
    var disks = JSON.readTree(run("lsblk --json -b -o NAME,SIZE,SERIAL").out());
    assertThat(disks.get("blockdevices").get(0).get("size").asLong())
        .isEqualTo(server.hardware().disks().getFirst().bytes());
    var links = JSON.readTree(run("ip -j addr").out());
    assertThat(links.get(1).get("addr_info").get(0).get("local").asString())
        .isEqualTo(server.host().address());
    assertThat(run("ip addr show").out()).contains("inet " + server.host().address() + "/16");
    assertThat(run("free -h").out()).contains("Mem:           504Gi");
    assertThat(run("cat /proc/sys/kernel/random/boot_id").out())
        .isEqualTo(server.host().boot().orElseThrow().bootId() + "\n");
    assertThat(run("uname -r; which ipmitool storcli").status()).isEqualTo(1);
    assertThat(run("frobnicate").status()).isEqualTo(127);
    assertThat(run("frobnicate").err()).contains("frobnicate: command not found");
    assertThat(run("false || echo 'a  b' | grep a").out()).isEqualTo("a  b\n");
    assertThat(run("ls $(pwd)").status()).isEqualTo(2);
  }

  @Test
  void lan_set_moves_the_bmc_and_reads_back_after_a_moment() {
    var free = dataCentre.servers().get(1);
    commission(free);
    var before = free.bmc().address();
    assertThat(ssh(free, "", "sudo ipmitool lan print 1").err()).contains("Invalid channel: 1");
    assertThat(ssh(free, "", "sudo ipmitool channel info 2").out())
        .contains("  Channel Medium Type   : 802.3 LAN\n");
    assertThat(ssh(free, "", "sudo ipmitool lan set 2 ipaddr 10.0.7.7").status())
        .as("its address comes from DHCP")
        .isEqualTo(1);
    var written =
        ssh(
            free,
            "",
            "sudo ipmitool lan set 2 ipsrc static"
                + " && sudo ipmitool lan set 2 netmask 255.255.0.0"
                + " && sudo ipmitool lan set 2 defgw ipaddr 10.0.0.1"
                + " && sudo ipmitool lan set 2 ipaddr 10.0.7.7");
    assertThat(written.out()).endsWith("Setting LAN IP Address to 10.0.7.7\n");
    await(
        "read back",
        () ->
            ssh(free, "", "sudo ipmitool lan print 2")
                .out()
                .contains("IP Address              : 10.0.7.7\n"));
    await("moved", () -> free.bmc().reachable() && free.bmc().address().equals("10.0.7.7"));
    assertThat(before).isNotEqualTo("10.0.7.7");
    assertThat(dataCentre.recorder().count(free.hostname(), EffectKind.BMC_MOVED)).isEqualTo(1);
    assertThat(dataCentre.recorder().unsafeActs()).isEmpty();
  }

  @Test
  void accounts_are_made_in_band_with_the_password_on_standard_input() {
    var free = dataCentre.servers().get(1);
    commission(free);
    var script = "user set name 3 hwauto\nuser set password 3 \"Sec ret-1\" 16\nuser enable 3\n";
    var made = ssh(free, script, "sudo ipmitool exec /dev/stdin");
    assertThat(made.status()).isZero();
    assertThat(
            ssh(
                    free,
                    "",
                    "sudo ipmitool user priv 3 4 2 &&"
                        + " sudo ipmitool channel setaccess 2 3 callin=on ipmi=on link=on"
                        + " privilege=4")
                .status())
        .isZero();
    var account = free.bmc().accounts().named("hwauto").orElseThrow();
    assertThat(account.role()).isEqualTo(Account.Role.ADMINISTRATOR);
    assertThat(account.enabled()).isTrue();
    assertThat(account.ipmi()).isTrue();
    assertThat(free.bmc().accounts().opens("hwauto", "Sec ret-1")).isTrue();
    assertThat(ssh(free, "", "sudo ipmitool user list 2").out())
        .contains("3   hwauto           true    true       true       ADMINISTRATOR\n");
    assertThat(dataCentre.recorder().unsafeActs()).isEmpty();

    assertThat(ssh(free, "", "sudo ipmitool user set password 3 InArgv-1 16").status()).isZero();
    assertThat(dataCentre.recorder().unsafeActs())
        .extracting(act -> act.kind())
        .containsExactly(UnsafeKind.PASSWORD_IN_ARGV);
    assertThat(dataCentre.recorder().effects().toString()).doesNotContain("InArgv-1");
    assertThat(dataCentre.recorder().requests().toString()).doesNotContain("InArgv-1");
  }

  @Test
  void in_band_writes_to_a_machine_in_use_are_unsafe() {
    await("ssh", () -> run("true").status() == 0);
    run("sudo ipmitool lan set 1 ipsrc static");
    assertThat(dataCentre.recorder().unsafeActs())
        .extracting(act -> act.kind())
        .containsExactly(
            UnsafeKind.IN_BAND_WRITE_OUTSIDE_WINDOW, UnsafeKind.WRITE_TO_SERVER_IN_USE);
  }

  @Test
  void a_bmc_that_restarts_is_not_there_in_band() {
    var free = dataCentre.servers().get(1);
    commission(free);
    var reset = ssh(free, "", "sudo ipmitool mc reset cold; sudo ipmitool mc info");
    assertThat(reset.out()).isEqualTo("Sent cold reset command to MC\n");
    assertThat(reset.status()).isEqualTo(1);
    assertThat(reset.err()).contains("Could not open device");
    await("back", () -> ssh(free, "", "sudo ipmitool mc info").out().contains(": Hewlett-Packard"));
  }

  @Test
  void every_boot_in_memory_has_a_host_key_of_its_own_and_a_reboot_breaks_the_session() {
    var free = dataCentre.servers().get(1);
    commission(free);
    var first = free.host().boot().orElseThrow();
    assertThat(ssh(free, "", "true").status()).isZero();
    assertThat(ssh(free, "", "sudo reboot").status()).isIn(0, 255);
    await("down", () -> free.power().phase() != BootPhase.RUNNING);
    assertThat(ssh(free, "", "true").status()).isEqualTo(255);

    commission(free);
    assertThat(free.host().boot().orElseThrow().hostKey().getPublic())
        .isNotEqualTo(first.hostKey().getPublic());
    var changed = ssh(free, "", "true");
    assertThat(changed.status()).isEqualTo(255);
    assertThat(changed.err()).contains("REMOTE HOST IDENTIFICATION HAS CHANGED");
  }

  @Test
  void files_come_and_go_by_sftp() throws Exception {
    var scp = Path.of("/usr/bin/scp");
    assumeTrue(Files.isExecutable(scp), "OpenSSH's scp is absent");
    await("ssh", () -> run("true").status() == 0);
    var local = Files.writeString(folder.resolve("local.txt"), "uploaded\n");
    var process =
        new ProcessBuilder(
                scp.toString(),
                "-F",
                "/dev/null",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-i",
                dataCentre.configuration().getOrDefault("ssh.key_path", ""),
                "-P",
                String.valueOf(LoopbackBlock.SSH_PORT),
                local.toString(),
                "ubuntu@"
                    + dataCentre.block().local(server.host().address()).getHostAddress()
                    + ":there.txt")
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(run("cat there.txt && rm /home/ubuntu/there.txt && ls").out())
        .isEqualTo("uploaded\n");
  }

  @Test
  void a_command_that_runs_while_power_is_touched_is_noticed() throws Exception {
    var free = dataCentre.servers().get(1);
    commission(free);
    var process = begin(free, "echo begun; sleep 900", keyOptions());
    assertThat(process.getInputStream().read()).isEqualTo('b');
    free.power().perform(PowerAction.RESET, Channel.REDFISH);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the session breaks").isTrue();
    assertThat(dataCentre.recorder().unsafeActs())
        .extracting(act -> act.kind())
        .containsExactly(UnsafeKind.POWER_DURING_IN_BAND_WORK);
  }

  private void commission(SimulatedServer free) {
    try (var maas = new MaasCaller(dataCentre)) {
      maas.post(
          "machines/" + free.identity().systemId() + "/?op=commission",
          "enable_ssh",
          "1",
          "skip_bmc_config",
          "1",
          "testing_scripts",
          "none");
    }
    await("commissioned", () -> free.maas().status() == MaasStatus.READY);
    assertThat(free.host().environment()).isEqualTo(HostEnvironment.COMMISSIONING);
  }
}
