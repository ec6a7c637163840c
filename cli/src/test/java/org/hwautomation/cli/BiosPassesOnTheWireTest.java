package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.simulator.BootPhase;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans with several passes, carried out on simulated servers over real protocols. */
class BiosPassesOnTheWireTest {
  private static final String TYPES =
      """
      device_configuration:
        vendors:
          any:
            motherboards:
              any:
                device_types:
                  own-profile:
                    bios_settings: {WorkloadProfile: Custom, PowerRegulator: StaticLowPower}
                  no-profile:
                    bios_settings: {PowerRegulator: StaticHighPerf}
                  against-profile:
                    bios_settings: {WorkloadProfile: LowLatency, PowerRegulator: OsControl}
                  low-latency:
                    bios_settings: {WorkloadProfile: LowLatency}
                  watch-dog:
                    bios_settings: {Watch Dog Function: Enabled, Watch Dog Action: NMI}
      """;

  private static DataCentre dataCentre;
  private static String setup;

  @TempDir private Path folder;
  private Path config;

  @BeforeAll
  static void start() throws Exception {
    dataCentre = DataCentre.builder().servers(3).seed(11).speed(600).start();
    setup = new SimulatedSetup(dataCentre).yaml();
  }

  @AfterAll
  static void stop() {
    dataCentre.close();
  }

  @BeforeEach
  void configure() throws Exception {
    useTypes(Files.writeString(folder.resolve("types.yaml"), TYPES));
  }

  private void useTypes(Path types) throws Exception {
    config =
        Files.writeString(
            folder.resolve("hwauto.yaml"), setup + "devices:\n  file: \"" + types + "\"\n");
  }

  private CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", config.toString(), "--state", folder.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static SimulatedServer server(Personality personality) {
    return dataCentre.servers().stream()
        .filter(server -> server.personality() == personality)
        .findFirst()
        .orElseThrow();
  }

  private CommandRun plan(SimulatedServer server, String type) {
    return run("bios", "plan", server.hostname(), "--device-type", type, "--json");
  }

  private static long staged(String name) {
    return dataCentre.recorder().effects(name).stream()
        .filter(effect -> effect.kind() == EffectKind.BIOS_STAGED)
        .count();
  }

  private void applyAndReset(SimulatedServer server, String type) throws InterruptedException {
    var apply = run("bios", "apply", server.hostname(), "--device-type", type, "--yes", "--json");
    assertThat(apply.exitCode()).as(apply.err()).isZero();
    reset(server);
  }

  private void reset(SimulatedServer server) throws InterruptedException {
    var power = server.power().state().name().equals("ON") ? "reset" : "on";
    var reset = run("bmc", "power", power, server.hostname(), "--yes");
    assertThat(reset.exitCode()).as(reset.err()).isZero();
    Eventually.until("the settings are applied", () -> server.bios().pending().isEmpty());
    Eventually.until(
        "the end of POST",
        () ->
            server.power().phase() != BootPhase.POST
                && server.power().phase() != BootPhase.APPLYING_BIOS);
  }

  @Test
  void what_is_closed_at_first_is_written_after_the_reset_that_opens_it() throws Exception {
    for (var personality : List.of(Personality.HPE, Personality.SUPERMICRO)) {
      var server = server(personality);
      var type = personality == Personality.HPE ? "own-profile" : "watch-dog";
      var first = plan(server, type);
      assertThat(first.exitCode()).as(first.err()).isZero();
      assertThat(first.json().path("resets").asInt()).as(first.out()).isEqualTo(2);
      assertThat(run("bios", "drift", server.hostname(), "--device-type", type).exitCode())
          .isEqualTo(ExitCodes.FAILED);

      applyAndReset(server, type);
      assertThat(plan(server, type).json().path("resets").asInt()).isEqualTo(1);
      applyAndReset(server, type);

      var last = plan(server, type);
      assertThat(last.json().path("resets").asInt()).as(last.out()).isZero();
      assertThat(last.json().path("already_right").asInt()).isEqualTo(2);
      var drift = run("bios", "drift", server.hostname(), "--device-type", type, "--json");
      assertThat(drift.exitCode()).as(drift.out()).isZero();
      assertThat(drift.json().path("drifted").asBoolean()).isFalse();
      assertThat(server.bios().lastOutcomes()).allMatch(outcome -> outcome.applied());
    }
    assertThat(dataCentre.check()).isEmpty();
  }

  @Test
  void what_a_profile_forces_along_is_in_the_plan_and_happens() throws Exception {
    var server = server(Personality.HPE);
    server.bios().stageReset(Channel.CONSOLE);
    reset(server);
    var plan = plan(server, "low-latency").json();
    var along = new ArrayList<String>();
    plan.path("passes")
        .path(0)
        .path("consequences")
        .forEach(c -> along.add(c.path("attribute").asString()));
    assertThat(along).contains("MinProcIdlePower");
    applyAndReset(server, "low-latency");
    assertThat(server.bios().current())
        .containsEntry("PowerRegulator", "StaticHighPerf")
        .containsEntry("MinProcIdlePower", "NoCStates");
  }

  @Test
  void what_can_never_be_is_refused_with_what_stands_in_the_way_and_nothing_is_sent() {
    var server = server(Personality.HPE);
    var name = server.hostname();
    var against = plan(server, "against-profile");
    assertThat(against.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(against.json().path("refused").path(0).path("message").asString())
        .contains("WorkloadProfile");
    var before = staged(name);
    var apply = run("bios", "apply", name, "--device-type", "against-profile", "--yes");
    assertThat(apply.exitCode()).isNotZero();
    assertThat(staged(name)).isEqualTo(before);
  }

  @Test
  void a_golden_server_becomes_a_device_type_that_it_has_not_drifted_from() throws Exception {
    for (var server : dataCentre.servers()) {
      var file = folder.resolve(server.hostname() + ".yaml");
      var capture =
          run(
              "bios",
              "capture",
              server.hostname(),
              "--out",
              file.toString(),
              "--name",
              "golden",
              "--json");
      assertThat(capture.exitCode()).as(capture.err()).isZero();
      assertThat(Files.readString(file)).doesNotContain("Password");
      var again = run("bios", "capture", server.hostname(), "--out", file.toString());
      assertThat(again.exitCode()).as("a file is never overwritten").isNotZero();
      useTypes(file);
      var drift = run("bios", "drift", server.hostname(), "--device-type", "golden", "--json");
      assertThat(drift.exitCode()).as(drift.out() + drift.err()).isZero();
      configure();
    }
  }

  @Test
  void without_a_device_type_the_inventory_is_asked_and_else_the_person() {
    var drift = run("bios", "drift", server(Personality.DELL).hostname());
    assertThat(drift.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(drift.err()).contains("--device-type");
  }
}
