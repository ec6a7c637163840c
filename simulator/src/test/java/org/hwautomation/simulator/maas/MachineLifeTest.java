package org.hwautomation.simulator.maas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.HostEnvironment;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.ServerDescription;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UnsafeKind;
import org.junit.jupiter.api.Test;

class MachineLifeTest {
  private static final double SPEED = 600;

  private static DataCentre with(MaasStatus status) {
    return DataCentre.builder()
        .server(ServerDescription.numbered(0).withMaasStatus(status))
        .seed(11)
        .speed(SPEED)
        .start();
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

  @Test
  void commissioning_with_ssh_kept_ends_ready_with_the_host_up() {
    try (var dataCentre = with(MaasStatus.NEW);
        var maas = new MaasCaller(dataCentre)) {
      var server = dataCentre.servers().getFirst();
      var id = server.identity().systemId();
      var path = "machines/" + id + "/";
      assertThat(maas.get(path).get("cpu_count").asInt()).isZero();

      var begun = maas.post(path + "?op=commission", "enable_ssh", "1", "skip_bmc_config", "1");

      assertThat(begun.get("status_name").asString()).isEqualTo("Commissioning");
      var result = begun.get("current_commissioning_result_id").asInt();
      await("Ready", () -> maas.status(id).equals("Ready"));
      var machine = maas.get(path);
      assertThat(machine.get("current_commissioning_result_id").asInt()).isEqualTo(result);
      assertThat(machine.get("cpu_count").asInt()).isEqualTo(128);
      assertThat(machine.get("ip_addresses").get(0).asString()).isEqualTo(server.host().address());
      assertThat(server.host().environment()).isEqualTo(HostEnvironment.COMMISSIONING);
      var results = maas.get("nodes/" + id + "/results/?type=commissioning&include_output=1");
      assertThat(results.get(0).get("status_name").asString()).isEqualTo("Passed");
      assertThat(names(results.get(0))).doesNotContain("30-maas-01-bmc-config");
      assertThat(server.maas().powerParameters()).containsEntry("power_user", "root");
      assertThat(maas.get("events/?op=query&id=" + id).get("count").asInt()).isPositive();
      assertThat(dataCentre.check()).isEmpty();

      // its next boot is no longer wanted: MAAS switches it off
      server.power().perform(PowerAction.RESET, Channel.CONSOLE);
      await("off", () -> server.power().state() == PowerState.OFF);
      assertThat(maas.status(id)).isEqualTo("Ready");
    }
  }

  private static List<String> names(tools.jackson.databind.JsonNode set) {
    return set.get("results").valueStream().map(each -> each.get("name").asString()).toList();
  }

  @Test
  void commissioning_again_makes_a_new_result_and_without_ssh_ends_switched_off() {
    try (var dataCentre = with(MaasStatus.READY);
        var maas = new MaasCaller(dataCentre)) {
      var server = dataCentre.servers().getFirst();
      var id = server.identity().systemId();
      var first = maas.post("machines/" + id + "/?op=commission", "skip_bmc_config", "1");
      await("Ready", () -> maas.status(id).equals("Ready"));
      await("off", () -> server.power().state() == PowerState.OFF);
      var second = maas.post("machines/" + id + "/?op=commission", "skip_bmc_config", "1");
      assertThat(second.get("current_commissioning_result_id").asInt())
          .isGreaterThan(first.get("current_commissioning_result_id").asInt());
      assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.COMMISSION))
          .isEqualTo(2);
    }
  }

  @Test
  void commissioning_without_skip_bmc_config_gives_maas_a_bmc_user_of_its_own() {
    try (var dataCentre = with(MaasStatus.NEW);
        var maas = new MaasCaller(dataCentre)) {
      var server = dataCentre.servers().getFirst();
      var id = server.identity().systemId();
      maas.post("machines/" + id + "/?op=commission");
      await("Ready", () -> maas.status(id).equals("Ready"));
      var parameters = maas.get("machines/" + id + "/?op=power_parameters");
      assertThat(parameters.get("power_user").asString()).isEqualTo("maas");
      assertThat(server.bmc().accounts().opens("maas", parameters.get("power_pass").asString()))
          .isTrue();
      assertThat(maas.get("machines/" + id + "/?op=query_power_state").get("state").asString())
          .isIn("on", "off");
      assertThat(dataCentre.check()).isEmpty();
    }
  }

  @Test
  void maas_refuses_to_commission_what_is_in_use() {
    try (var dataCentre = with(MaasStatus.ALLOCATED);
        var maas = new MaasCaller(dataCentre)) {
      var id = dataCentre.servers().getFirst().identity().systemId();
      var refused = maas.send("POST", "machines/" + id + "/?op=commission");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body())
          .isEqualTo(
              "{\"__all__\":[\"Commission is not available because of the current state of the"
                  + " node.\"]}");
      var abort = maas.send("POST", "machines/" + id + "/?op=abort");
      assertThat(abort.statusCode()).isEqualTo(409);
      assertThat(abort.body()).startsWith("Cannot abort in current state: node " + id);
    }
  }

  @Test
  void commissioning_fails_where_the_power_parameters_are_wrong() {
    try (var dataCentre = with(MaasStatus.NEW);
        var maas = new MaasCaller(dataCentre)) {
      var server = dataCentre.servers().getFirst();
      var id = server.identity().systemId();
      maas.send("PUT", "machines/" + id + "/", "power_parameters_power_address", "10.0.9.9");
      maas.post("machines/" + id + "/?op=commission");
      await("failed", () -> maas.status(id).equals("Failed commissioning"));
      assertThat(maas.get("machines/" + id + "/").get("power_state").asString()).isEqualTo("error");
      assertThat(server.power().state()).isEqualTo(PowerState.OFF);
      assertThat(dataCentre.check())
          .extracting(act -> act.kind())
          .contains(UnsafeKind.MAAS_POWER_ADDRESS_DEAD);
    }
  }

  @Test
  void abort_ends_commissioning_and_switches_off() {
    try (var dataCentre = with(MaasStatus.NEW);
        var maas = new MaasCaller(dataCentre)) {
      var server = dataCentre.servers().getFirst();
      var id = server.identity().systemId();
      maas.post("machines/" + id + "/?op=commission", "skip_bmc_config", "1");
      await("on", () -> server.power().state() == PowerState.ON);
      var aborted = maas.post("machines/" + id + "/?op=abort");
      assertThat(aborted.get("status_name").asString()).isEqualTo("New");
      assertThat(aborted.get("commissioning_status_name").asString()).isEqualTo("Aborted");
      assertThat(server.power().state()).isEqualTo(PowerState.OFF);
    }
  }

  @Test
  void a_machine_is_deployed_rescued_and_released() {
    try (var dataCentre = with(MaasStatus.READY);
        var maas = new MaasCaller(dataCentre)) {
      var server = dataCentre.servers().getFirst();
      var id = server.identity().systemId();
      var path = "machines/" + id + "/";
      maas.post(path + "?op=deploy", "distro_series", "jammy");
      await("Deployed", () -> maas.status(id).equals("Deployed"));
      assertThat(server.host().installed()).contains("ubuntu/jammy");
      assertThat(server.maas().inUse()).isTrue();

      maas.post(path + "?op=rescue_mode");
      await("Rescue mode", () -> maas.status(id).equals("Rescue mode"));
      assertThat(server.host().environment()).isEqualTo(HostEnvironment.RESCUE);
      maas.post(path + "?op=exit_rescue_mode");
      await("Deployed again", () -> maas.status(id).equals("Deployed"));
      assertThat(server.host().environment()).isEqualTo(HostEnvironment.DEPLOYED);

      maas.post(path + "?op=release");
      await("Ready", () -> maas.status(id).equals("Ready"));
      assertThat(server.power().state()).isEqualTo(PowerState.OFF);
      assertThat(server.maas().inUse()).isFalse();
      assertThat(maas.send("POST", path + "?op=release").statusCode()).isEqualTo(200);
      assertThat(maas.send("POST", path + "?op=exit_rescue_mode").body())
          .isEqualTo("Invalid transition: Ready -> Exiting rescue mode.");
    }
  }

  @Test
  void the_poller_locks_an_account_whose_password_maas_does_not_know() {
    try (var dataCentre = with(MaasStatus.READY);
        var maas = new MaasCaller(dataCentre)) {
      var server = dataCentre.servers().getFirst();
      var id = server.identity().systemId();
      server.bmc().accounts().password(2, "changed", Channel.CONSOLE);
      await("locked", () -> server.bmc().accounts().named("root").orElseThrow().locked());
      assertThat(maas.get("machines/" + id + "/").get("power_state").asString()).isEqualTo("error");
      assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.ACCOUNT_LOCKED))
          .isPositive();
    }
  }

  @Test
  void the_poller_follows_the_power() {
    try (var dataCentre = with(MaasStatus.BROKEN);
        var maas = new MaasCaller(dataCentre)) {
      var server = dataCentre.servers().getFirst();
      var path = "machines/" + server.identity().systemId() + "/";
      await("off", () -> maas.get(path).get("power_state").asString().equals("off"));
      server.power().perform(PowerAction.ON, Channel.CONSOLE);
      await("on", () -> maas.get(path).get("power_state").asString().equals("on"));
    }
  }

  @Test
  void a_seed_repeats_the_key_the_servers_and_what_happens() {
    assertThat(story(3)).isEqualTo(story(3)).isNotEqualTo(story(4));
  }

  private static List<String> story(long seed) {
    try (var dataCentre =
            DataCentre.builder().server(Personality.HPE).seed(seed).speed(SPEED).start();
        var maas = new MaasCaller(dataCentre)) {
      var server = dataCentre.servers().getFirst();
      var id = server.identity().systemId();
      maas.post("machines/" + id + "/?op=commission");
      await("Ready", () -> maas.status(id).equals("Ready"));
      await("off", () -> server.power().state() == PowerState.OFF);
      return java.util.stream.Stream.concat(
              java.util.stream.Stream.of(
                  dataCentre.configuration().get("maas.api_key"),
                  server.identity().serial(),
                  server.maas().powerParameters().toString()),
              kinds(dataCentre, server))
          .toList();
    }
  }

  private static java.util.stream.Stream<String> kinds(
      DataCentre dataCentre, SimulatedServer server) {
    return dataCentre.recorder().effects(server.hostname()).stream()
        .filter(effect -> effect.kind() != EffectKind.LOGIN_REFUSED)
        .map(effect -> effect.kind().name());
  }
}
