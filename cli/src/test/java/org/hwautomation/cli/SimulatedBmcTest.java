package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.hardware.ipmi.LanplusTransport;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.simulator.Account;
import org.hwautomation.simulator.BootPhase;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a simulated data centre, over real protocols. */
class SimulatedBmcTest {
  private static DataCentre dataCentre;
  private static String setup;

  @TempDir private Path folder;
  private Path config;

  @BeforeAll
  static void start() throws Exception {
    dataCentre = DataCentre.builder().servers(3).seed(7).speed(600).start();
    setup = new SimulatedSetup(dataCentre).yaml();
  }

  @AfterAll
  static void stop() {
    dataCentre.close();
  }

  @BeforeEach
  void configure() throws Exception {
    config = Files.writeString(folder.resolve("hwauto.yaml"), setup);
  }

  private CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", config.toString(), "--state", folder.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static SimulatedServer server(int index) {
    return dataCentre.servers().get(index);
  }

  @Test
  void maas_tells_who_answers_and_its_machines() {
    var status = run("maas", "status", "--json");
    assertThat(status.exitCode()).as(status.err()).isZero();
    assertThat(status.json().path("machines").asInt()).isEqualTo(3);
    var machines = run("maas", "machines");
    assertThat(machines.exitCode()).isZero();
    assertThat(machines.out()).contains(server(0).hostname(), server(2).hostname());
  }

  @Test
  void a_maas_that_is_away_ends_with_exit_code_three_and_no_empty_list() throws Exception {
    config =
        Files.writeString(
            folder.resolve("away.yaml"),
            "maas:\n  url: http://127.0.0.1:9/MAAS\n  api_key: a:b:c\n");
    var run = run("maas", "machines", "--json");
    assertThat(run.exitCode()).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(run.json().path("error").asString()).contains("127.0.0.1:9");
  }

  @Test
  void power_goes_on_and_off_and_is_read_back() throws InterruptedException {
    for (var server : dataCentre.servers()) {
      var name = server.hostname();
      Eventually.until(
          "no settings being applied", () -> server.power().phase() != BootPhase.APPLYING_BIOS);
      var off = run("bmc", "power", "off", name, "--yes", "--pace", "100", "--json");
      assertThat(off.exitCode()).as(off.err()).isZero();
      assertThat(off.json().path("power").asString()).isEqualTo("off");
      var on = run("bmc", "power", "on", name, "--yes", "--pace", "100", "--json");
      assertThat(on.exitCode()).as(on.err()).isZero();
      assertThat(on.json().path("power").asString()).isEqualTo("on");
      // settings that another test staged are applied first
      Eventually.until(
          "the end of POST",
          () ->
              server.power().phase() != BootPhase.POST
                  && server.power().phase() != BootPhase.APPLYING_BIOS);
      run("bmc", "power", "off", name, "--yes", "--pace", "100");
    }
    assertThat(dataCentre.check()).isEmpty();
  }

  /**
   * MAAS answers a machine that boots from the network by its status: one that it commissions gets
   * the commissioning system, and one that it has no use for (New, Ready) is told to switch itself
   * off, which at this speed is done before the next command looks.
   */
  @Test
  void power_stays_on_while_maas_commissions_and_maas_switches_off_a_server_it_has_no_use_for()
      throws InterruptedException {
    var server = server(1);
    var name = server.hostname();
    run("bmc", "power", "off", name, "--yes");
    server.maas().status(MaasStatus.COMMISSIONING);
    try {
      assertThat(run("bmc", "power", "on", name, "--yes").exitCode()).isZero();
      Eventually.until("the host is up", () -> server.host().boot().isPresent());
      assertThat(power(name)).isEqualTo("on");
      assertThat(run("bmc", "power", "off", name, "--yes").exitCode()).isZero();
      assertThat(power(name)).isEqualTo("off");
    } finally {
      server.maas().status(MaasStatus.READY);
    }
    var on = run("bmc", "power", "on", name, "--yes", "--json");
    assertThat(on.json().path("power").asString()).as(on.err()).isEqualTo("on");
    Eventually.until("MAAS has it off", () -> server.power().state() == PowerState.OFF);
    assertThat(power(name)).isEqualTo("off");
    assertThat(server.dataCentre().recorder().effects(name))
        .filteredOn(effect -> effect.kind() == EffectKind.POWER_OFF)
        .last()
        .satisfies(off -> assertThat(off.channel()).as("the system itself").isEqualTo(Channel.SSH));
  }

  @Test
  void a_system_is_shut_down_and_one_that_does_not_listen_is_switched_off_at_its_deadline()
      throws InterruptedException {
    var server = server(2);
    var name = server.hostname();
    String[] off = {"bmc", "power", "off", name, "--graceful-for", "1m", "--yes", "--pace", "100"};
    run("bmc", "power", "off", name, "--yes");
    server.maas().status(MaasStatus.COMMISSIONING);
    try {
      assertThat(run("bmc", "power", "on", name, "--yes").exitCode()).isZero();
      Eventually.until("the host is up", () -> server.host().boot().isPresent());
      var listens = run(off);
      assertThat(listens.exitCode()).as(listens.err()).isZero();
      assertThat(listens.out()).doesNotContain("has not shut down");
      assertThat(power(name)).isEqualTo("off");

      assertThat(run("bmc", "power", "on", name, "--yes").exitCode()).isZero();
      Eventually.until("the host is up", () -> server.host().boot().isPresent());
      server.faults().lie(Lie.SHUTDOWN_IGNORED);
      var deaf = run(off);
      assertThat(deaf.exitCode()).as(deaf.err()).isZero();
      assertThat(deaf.out()).contains("it has not shut down; switching the power off at once");
      assertThat(power(name)).isEqualTo("off");
    } finally {
      server.faults().honest();
      server.maas().status(MaasStatus.READY);
    }
    assertThat(run("bmc", "power", "on", name, "--graceful-for", "1m", "--yes").exitCode())
        .isEqualTo(ExitCodes.BAD_INPUT);
  }

  private String power(String name) {
    return run("bmc", "power", "status", name, "--json").json().path("power").asString();
  }

  @Test
  void a_boot_override_is_set_shown_and_cleared() {
    var name = server(1).hostname();
    var pxe = run("bmc", "boot", "pxe", name, "--yes", "--json");
    assertThat(pxe.exitCode()).as(pxe.err()).isZero();
    assertThat(run("bmc", "boot", name, "--json").json().path("device").asString())
        .isEqualTo("pxe");
    assertThat(run("bmc", "boot", name, "none", "--yes").exitCode()).isZero();
    assertThat(run("bmc", "boot", name, "--json").json().path("device").asString())
        .isEqualTo("none");
  }

  @Test
  void a_dry_run_shows_the_request_and_sends_nothing() {
    var name = server(0).hostname();
    var before = run("bmc", "power", "status", name, "--json").json().path("power").asString();
    var action = before.equals("on") ? "off" : "on";
    var dry = run("bmc", "power", action, name, "--dry-run", "--json");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.json().path("would_send").toString()).contains("Reset");
    assertThat(run("bmc", "power", "status", name, "--json").json().path("power").asString())
        .isEqualTo(before);
  }

  @Test
  void without_a_terminal_and_without_yes_nothing_is_written() {
    var run = run("bmc", "power", "cycle", server(0).hostname());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run.err()).contains("--yes", server(0).hostname(), "serial");
  }

  @Test
  void a_wrong_password_is_tried_once_and_held_back_until_unlocked() throws Exception {
    var address = server(2).bmc().network().address();
    config =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            setup.replaceFirst("(?m)^bmc:$", "bmc:\n  password: \"certainly-wrong\""));
    var arguments =
        new String[] {"bmc", "info", "--redfish", "https://" + address, "--user", "nobody"};
    var first = run(arguments);
    assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(first.err()).contains("one attempt").doesNotContain("certainly-wrong");
    var second = run(arguments);
    assertThat(second.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(second.err()).contains("bmc unlock " + address);
    assertThat(run("bmc", "unlock", address, "--json").json().path("cleared").asInt()).isEqualTo(1);
    assertThat(run(arguments).exitCode()).isEqualTo(ExitCodes.UNREACHABLE);
  }

  private void pinNothing() throws Exception {
    config =
        Files.writeString(
            folder.resolve("unpinned.yaml"), setup.replaceAll("(?ms)^bmc:\n  pins:.*", ""));
  }

  @Test
  void an_unpinned_certificate_is_refused_before_the_login() throws Exception {
    pinNothing();
    var run = run("bmc", "info", server(0).hostname());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.UNREACHABLE);
    var doctor = run("doctor", server(0).hostname());
    assertThat(doctor.exitCode()).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(doctor.out()).contains("not pinned", "bmc: {pins:");
  }

  @Test
  void a_certificate_that_somebody_vouches_for_is_pinned_if_the_bmc_shows_it() throws Exception {
    pinNothing();
    var name = server(0).hostname();
    var asked = run("bmc", "trust", name);
    assertThat(asked.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(asked.err()).contains("SHA-256", "--fingerprint", "safety rule 13");
    var shown = asked.err().replaceAll("(?s).*SHA-256 ([0-9A-F:]{95}).*", "$1");

    var wrong = run("bmc", "trust", name, "--fingerprint", "00".repeat(32));
    assertThat(wrong.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(wrong.out()).contains("not pinned: it shows another certificate", shown);
    assertThat(run("bmc", "info", name).exitCode()).isEqualTo(ExitCodes.UNREACHABLE);

    var right = run("bmc", "trust", name, "--fingerprint", shown, "--reason", "papers", "--json");
    assertThat(right.exitCode()).as(right.err()).isZero();
    assertThat(right.json().path("servers").path(0).path("outcome").asString())
        .isEqualTo("trusted");
    assertThat(run("bmc", "info", name).exitCode()).isZero();
    assertThat(run("bmc", "trust", name).out()).contains("is pinned already");
  }

  @Test
  void a_certificate_beside_the_configured_one_is_not_pinned_behind_its_back() throws Exception {
    var name = server(0).hostname();
    assertThat(run("bmc", "trust", name).out()).contains("pinned already, in the configuration");
    pinNothing();
    var shown = run("bmc", "trust", name).err().replaceAll("(?s).*SHA-256 ([0-9A-F:]{95}).*", "$1");
    Files.writeString(
        config,
        "servers:\n  %s:\n    bmc:\n      pins: [\"%s\"]\n".formatted(name, "ab".repeat(32)),
        StandardOpenOption.APPEND);
    var run = run("bmc", "trust", name, "--fingerprint", shown);
    assertThat(run.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run.out()).contains("the configuration pins another certificate", "servers." + name);
  }

  @Test
  void the_accounts_of_a_bmc_are_listed_with_the_one_that_is_used_here() {
    for (var server : dataCentre.servers()) {
      var user = server.maas().powerParameters().get("power_user");
      var run = run("bmc", "users", server.hostname(), "--json");
      assertThat(run.exitCode()).as(run.err()).isZero();
      var row = run.json().path("users").path(0);
      assertThat(row.path("name").asString()).isEqualTo(user);
      assertThat(row.path("role").asString()).isEqualTo("Administrator");
      assertThat(row.path("used_here").asBoolean()).isTrue();
      assertThat(run("bmc", "users", server.hostname()).out()).contains("used here", "NAME");
    }
  }

  @Test
  void an_account_that_a_rotation_left_over_is_marked_and_taken_away_and_no_other() {
    for (var server : dataCentre.servers()) {
      var name = server.hostname();
      var accounts = server.bmc().accounts();
      var slot = accounts.freeSlot().orElseThrow();
      accounts.create(
          slot,
          "hwauto-left",
          "An0ther-Passw0rd",
          Account.Role.ADMINISTRATOR,
          true,
          Channel.CONSOLE);
      try (var manager =
          WorkflowManager.open(new SimulatedSetup(dataCentre).configuration(folder))) {
        var inventory = manager.connections().inventory();
        inventory.accountMade(server.identity().systemId(), "hwauto-left", "a test");
      }
      assertThat(run("bmc", "users", name).out())
          .contains("left over", "hwauto bmc users %s --remove hwauto-left".formatted(name));
      var user = String.valueOf(server.maas().powerParameters().get("power_user"));
      var used = run("bmc", "users", name, "--remove", user, "--yes");
      assertThat(used.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
      assertThat(used.err()).contains("safety rule 5", "nothing was written");
      assertThat(run("bmc", "users", name, "--remove", "hwauto-left", "--dry-run").exitCode())
          .isZero();
      assertThat(accounts.named("hwauto-left")).isPresent();
      var gone = run("bmc", "users", name, "--remove", "hwauto-left", "--yes", "--json");
      assertThat(gone.exitCode()).as(gone.err()).isZero();
      assertThat(accounts.named("hwauto-left")).isEmpty();
      assertThat(accounts.named(user)).isPresent();
    }
  }

  @Test
  void the_login_of_a_bmc_without_redfish_is_left_as_it_is() throws Exception {
    var server = server(0);
    var before = server.maas().powerParameters();
    pinNothing();
    Files.writeString(
        config,
        "servers:\n  %s:\n    bmc:\n      address: 10.0.99.99\n".formatted(server.hostname()),
        StandardOpenOption.APPEND);
    var run = run("bmc", "rotate", server.hostname(), "--yes");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(run.err()).contains("a BMC that speaks IPMI alone is left as it is");
    assertThat(server.maas().powerParameters()).isEqualTo(before);
  }

  @Test
  void cipher_suites_are_shown_with_what_closing_the_weak_ones_would_change() {
    assumeTrue(LanplusTransport.isInstalled(), "ipmitool is not installed");
    for (var server : dataCentre.servers()) {
      var run = run("bmc", "ciphers", server.hostname(), "--json");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.json().path("weak").toString()).isEqualTo("[1]");
      assertThat(run.json().path("suites").size())
          .isEqualTo(server.bmc().services().ciphers().suites().size());
    }
    assertThat(run("bmc", "ciphers", server(1).hostname()).out())
        .contains("weak", "from XuuaaXXXXXXXXXXX to XXuaaXXXXXXXXXXX");
    var none = run("bmc", "ciphers", "--redfish", "https://10.0.0.9");
    assertThat(none.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(none.err()).contains("Redfish does not tell cipher suites");
  }

  @Test
  void many_are_pinned_from_a_file_each_by_what_its_bmc_shows() throws Exception {
    pinNothing();
    var shown =
        run("bmc", "trust", server(1).hostname())
            .err()
            .replaceAll("(?s).*SHA-256 ([0-9A-F:]{95}).*", "$1");
    var list =
        Files.writeString(
            folder.resolve("trusted.txt"),
            "# from the papers\n%s %s\n%s sha256:%s # another's\nnobody-u99 %s\n"
                .formatted(
                    server(1).hostname(), shown, server(2).hostname(), "ab".repeat(32), shown));
    var some = run("bmc", "trust", "--from", list.toString(), "--json");
    assertThat(some.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(some.json().path("trusted").asInt()).isOne();
    assertThat(some.json().path("servers").findValuesAsString("outcome"))
        .containsExactly("trusted", "different", "unknown");

    Files.writeString(list, "rack01-u01\nrack01-u02 xyz\n");
    var bad = run("bmc", "trust", "--from", list.toString());
    assertThat(bad.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(bad.err()).contains("trusted.txt:1:1", "trusted.txt:2:1", "SERVER FINGERPRINT");
  }

  @Test
  void doctor_shows_who_says_where_the_bmc_is() {
    var run = run("doctor", server(1).hostname());
    assertThat(run.out())
        .as(run.err())
        .contains("1. servers.", "2. MAAS power parameters: ", "3. inventory", "pinned");
    var json = run("doctor", server(1).hostname(), "--json");
    assertThat(json.exitCode()).isEqualTo(run.exitCode());
    assertThat(json.json().path("findings").size()).isGreaterThan(7);
  }

  @Test
  void bios_settings_are_kept_compared_and_staged() {
    for (var server : dataCentre.servers()) {
      var name = server.hostname();
      var type = SimulatedSetup.deviceType(server);
      var file = folder.resolve(name + ".json");
      var backup = run("bios", "backup", name, "--out", file.toString(), "--json");
      assertThat(backup.exitCode()).as(backup.err()).isZero();
      assertThat(backup.json().path("count").asInt()).isPositive();
      var again = run("bios", "backup", name, "--out", file.toString());
      assertThat(again.exitCode()).as("a backup is never overwritten").isNotZero();
      var diff = run("bios", "diff", name, "--device-type", type, "--json");
      assertThat(diff.exitCode()).as(diff.err()).isZero();
      var apply = run("bios", "apply", name, "--device-type", type, "--yes", "--json");
      assertThat(apply.exitCode()).as(apply.err()).isZero();
      assertThat(apply.json().path("staged").asInt()).isEqualTo(diff.json().path("changes").size());
    }
    assertThat(dataCentre.check()).isEmpty();
  }

  @Test
  void a_bmc_is_reset_and_answers_again() {
    var run = run("bmc", "reset", server(0).hostname(), "--yes", "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().path("bmc_reset").asString()).contains("done", "ready for work");
  }

  @Test
  void a_server_is_lit_and_its_network_shown() {
    var name = server(1).hostname();
    var on = run("bmc", "identify", name, "--yes", "--json");
    assertThat(on.exitCode()).as(on.err()).isZero();
    assertThat(server(1).indicator()).isTrue();
    assertThat(run("bmc", "identify", name, "--off", "--yes").exitCode()).isZero();
    assertThat(server(1).indicator()).isFalse();
    assertThat(run("bmc", "lan", name).out()).contains(server(1).bmc().network().address());
  }

  @Test
  void the_log_is_shown_kept_and_emptied_after_it_was_kept() throws Exception {
    var name = server(1).hostname();
    Eventually.until(
        "no settings being applied", () -> server(1).power().phase() != BootPhase.APPLYING_BIOS);
    server(1).power().perform(PowerAction.FORCE_OFF, Channel.MAAS);
    server(1).power().perform(PowerAction.ON, Channel.MAAS);
    Eventually.until("a note of it", () -> run("bmc", "log", name).out().contains("POST began"));
    var shown = run("bmc", "log", name);
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out()).contains("SEVERITY", "POST began");

    var kept = run("bmc", "log", "save", name, "--json");
    assertThat(kept.json().path("count").asInt()).isPositive();
    assertThat(Files.readString(Path.of(kept.json().path("file").asString())))
        .contains("POST began");

    assertThat(run("bmc", "log", "clear", name).err()).contains("--yes");
    assertThat(run("bmc", "log", "clear", name, "--dry-run").out()).contains("ClearLog");
    assertThat(count(name, EffectKind.LOG_CLEARED)).isZero();
    var cleared = run("bmc", "log", "clear", name, "--yes", "--json");
    assertThat(cleared.exitCode()).as(cleared.err()).isZero();
    assertThat(count(name, EffectKind.LOG_CLEARED)).isOne();
    assertThat(Files.readString(Path.of(cleared.json().path("file").asString())))
        .contains("POST began");
    assertThat(run("bmc", "log", name).out())
        .contains("The log was cleared")
        .doesNotContain("POST began");
  }

  private long count(String server, EffectKind kind) {
    return dataCentre.recorder().count(server, kind);
  }

  @Test
  void sensors_are_shown_for_people_and_programs() {
    for (var i = 0; i < 3; i++) {
      var shown = run("bmc", "sensors", server(i).hostname());
      assertThat(shown.exitCode()).as(shown.err()).isZero();
      assertThat(shown.out()).contains("Inlet Temp", "22 °C", "from 42");
    }
    assertThat(run("bmc", "sensors", server(0).hostname(), "--json").json().path("count").asInt())
        .isEqualTo(8);
  }

  @Test
  void several_targets_or_none_are_bad_input() {
    assertThat(run("bmc", "info").exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run("bmc", "info", "a", "--redfish", "https://10.0.0.9").exitCode())
        .isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run("bmc", "info", "no-such-server").exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run("bmc", "power", server(0).hostname()).exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
  }
}
