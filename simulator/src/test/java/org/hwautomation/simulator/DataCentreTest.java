package org.hwautomation.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DataCentreTest {
  @Test
  void a_seed_draws_the_same_servers_and_the_same_durations() {
    assertThat(drawn(5)).isEqualTo(drawn(5)).isNotEqualTo(drawn(6));
  }

  private static List<Object> drawn(long seed) {
    try (var dataCentre = DataCentre.builder().servers(3).seed(seed).start()) {
      return dataCentre.servers().stream()
          .flatMap(
              s ->
                  Stream.<Object>of(
                      s.identity(), s.draw(Delay.POST), s.draw(Delay.OS_BOOT), s.draw(Delay.POST)))
          .toList();
    }
  }

  @Test
  void what_one_delay_draws_does_not_depend_on_the_others() {
    var one = new Chance(1, "a");
    var other = new Chance(1, "a");
    other.draw(Delay.BMC_RESET);
    assertThat(one.draw(Delay.POST)).isEqualTo(other.draw(Delay.POST));
    for (var i = 0; i < 1000; i++) {
      assertThat(one.draw(Delay.POST)).isBetween(Delay.POST.shortest(), Delay.POST.longest());
    }
  }

  @Test
  void two_at_once_have_addresses_of_their_own() {
    try (var one = DataCentre.builder().servers(1).start();
        var other = DataCentre.builder().servers(1).start()) {
      assertThat(one.block().base()).isNotEqualTo(other.block().base());
      assertThat(one.configuration())
          .containsEntry(
              "network.address_map/10.0.*.*:443", "127." + one.block().base() + ".*.*:8443");
    }
  }

  @Test
  void twenty_servers_start_quickly_and_leave_nothing_behind() throws Exception {
    // the best of three: others may use the machine as well
    var best = Duration.ofDays(1);
    for (var i = 0; i < 3 && best.compareTo(Duration.ofSeconds(3)) >= 0; i++) {
      var begun = System.nanoTime();
      try (var dataCentre = DataCentre.builder().servers(20).start()) {
        var took = Duration.ofNanos(System.nanoTime() - begun);
        best = took.compareTo(best) < 0 ? took : best;
        assertThat(dataCentre.servers()).allMatch(server -> server.bmc().reachable());
      }
    }
    assertThat(best).isLessThan(Duration.ofSeconds(3));

    InetSocketAddress bmc;
    try (var dataCentre = DataCentre.builder().servers(1).start()) {
      var last = dataCentre.servers().getLast();
      bmc =
          new InetSocketAddress(
              dataCentre.block().local(last.bmc().address()), LoopbackBlock.REDFISH_PORT);
      try (var socket = new Socket()) {
        socket.connect(bmc, 1000);
      }
    }
    try (var free = new ServerSocket()) {
      free.bind(bmc);
      assertThat(free.isBound()).isTrue();
    }
    Eventually.true_(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("simulated-")));
  }

  @Test
  void a_server_that_nobody_wants_finds_no_boot_device() {
    try (var dataCentre = DataCentre.builder().servers(1).speed(5000).start()) {
      var server = dataCentre.servers().getFirst();
      dataCentre.networkBoot(asking -> BootAnswer.NONE);
      server.power().perform(PowerAction.ON, Channel.CONSOLE);
      Eventually.true_(() -> server.power().phase() == BootPhase.NO_BOOT_DEVICE);
      assertThat(server.power().perform(PowerAction.SOFT_OFF, Channel.CONSOLE))
          .isEqualTo(PowerControl.Result.IGNORED);
    }
  }

  @Test
  void each_boot_brings_a_new_host_key_and_a_system_on_disk_keeps_its_own() {
    try (var dataCentre = DataCentre.builder().servers(1).speed(5000).start()) {
      var server = dataCentre.servers().getFirst();
      dataCentre.networkBoot(
          asking -> new BootAnswer(HostEnvironment.COMMISSIONING, List.of("ecdsa key")));
      server.power().perform(PowerAction.ON, Channel.CONSOLE);
      Eventually.true_(() -> server.host().boot().isPresent());
      var first = server.host().boot().orElseThrow();
      assertThat(first.environment()).isEqualTo(HostEnvironment.COMMISSIONING);
      assertThat(first.authorizedKeys()).containsExactly("ecdsa key");

      server.power().perform(PowerAction.RESET, Channel.CONSOLE);
      assertThat(server.host().boot()).isEmpty();
      Eventually.true_(() -> server.host().boot().isPresent());
      var second = server.host().boot().orElseThrow();
      assertThat(second.hostKey().getPublic()).isNotEqualTo(first.hostKey().getPublic());
      assertThat(second.bootId()).isNotEqualTo(first.bootId());

      server.host().install("ubuntu/jammy", List.of(), Channel.CONSOLE);
      dataCentre.networkBoot(asking -> BootAnswer.LOCAL_DISK);
      var third = reboot(server);
      assertThat(third.environment()).isEqualTo(HostEnvironment.DEPLOYED);
      assertThat(reboot(server).hostKey().getPublic()).isEqualTo(third.hostKey().getPublic());
    }
  }

  private static HostBoot reboot(SimulatedServer server) {
    server.power().perform(PowerAction.RESET, Channel.CONSOLE);
    Eventually.true_(() -> server.host().boot().isPresent());
    return server.host().boot().orElseThrow();
  }

  @Test
  void a_machine_with_nothing_to_do_is_switched_off() {
    try (var dataCentre = DataCentre.builder().servers(1).speed(5000).start()) {
      var server = dataCentre.servers().getFirst();
      dataCentre.networkBoot(asking -> new BootAnswer(HostEnvironment.POWER_OFF, List.of()));
      server.power().perform(PowerAction.ON, Channel.CONSOLE);
      Eventually.true_(
          () -> dataCentre.recorder().count(server.hostname(), EffectKind.POWER_OFF) == 1);
      assertThat(server.power().state()).isEqualTo(PowerState.OFF);
    }
  }

  @Test
  void settings_apply_at_the_next_reset_and_not_before() {
    try (var dataCentre = DataCentre.builder().server(Personality.SUPERMICRO).speed(5000).start()) {
      var server = dataCentre.servers().getFirst();
      server
          .bios()
          .stage(Map.of("QuietBoot_0027", false, "TurboMode_00F5", "Perhaps"), Channel.CONSOLE);
      assertThat(server.bios().current()).containsEntry("QuietBoot_0027", true);
      server.power().perform(PowerAction.ON, Channel.CONSOLE);
      Eventually.true_(() -> server.bios().lastApplied().isPresent());
      assertThat(server.bios().current())
          .containsEntry("QuietBoot_0027", false)
          .containsEntry("TurboMode_00F5", "Enable");
      assertThat(server.bios().lastOutcomes()).hasSize(2);
      assertThat(server.bios().pending()).isEmpty();
    }
  }

  @Test
  void what_one_setting_unlocks_is_open_only_in_the_next_pass() {
    try (var dataCentre = DataCentre.builder().server(Personality.DELL).speed(5000).start()) {
      var server = dataCentre.servers().getFirst();
      var both = Map.of("SysProfile", "Custom", "ProcTurboMode", "Disabled");
      server.bios().stage(both, Channel.CONSOLE);
      server.power().perform(PowerAction.ON, Channel.CONSOLE);
      Eventually.true_(() -> "Custom".equals(server.bios().current().get("SysProfile")));
      assertThat(server.bios().current()).containsEntry("ProcTurboMode", "Enabled");

      server.bios().stage(Map.of("ProcTurboMode", "Disabled"), Channel.CONSOLE);
      server.power().perform(PowerAction.RESET, Channel.CONSOLE);
      Eventually.true_(() -> "Disabled".equals(server.bios().current().get("ProcTurboMode")));
    }
  }

  @Test
  void power_during_a_bios_apply_and_during_a_command_is_unsafe() {
    try (var dataCentre = DataCentre.builder().servers(1).speed(200).start()) {
      var server = dataCentre.servers().getFirst();
      server.bios().stage(Map.of("ProcCores", "8"), Channel.CONSOLE);
      server.power().perform(PowerAction.ON, Channel.CONSOLE);
      Eventually.true_(() -> server.power().phase() == BootPhase.APPLYING_BIOS);
      server.power().perform(PowerAction.RESET, Channel.REDFISH);
      server.host().beginWork();
      server.power().perform(PowerAction.FORCE_OFF, Channel.REDFISH);
      server.host().endWork();
      assertThat(dataCentre.recorder().unsafeActs())
          .extracting(UnsafeAct::kind)
          .startsWith(UnsafeKind.POWER_DURING_BIOS_APPLY)
          .contains(UnsafeKind.POWER_DURING_IN_BAND_WORK);
    }
  }

  @Test
  void rescue_mode_keeps_a_deployed_machine_in_use() {
    try (var dataCentre = DataCentre.builder().servers(1).start()) {
      var maas = dataCentre.servers().getFirst().maas();
      maas.status(MaasStatus.READY);
      maas.status(MaasStatus.RESCUE_MODE);
      assertThat(maas.inUse()).isFalse();
      maas.status(MaasStatus.DEPLOYED);
      maas.status(MaasStatus.ENTERING_RESCUE_MODE);
      assertThat(maas.inUse()).isTrue();
    }
  }

  @Test
  void factory_passwords_that_are_probed_are_noticed() {
    try (var dataCentre = DataCentre.builder().servers(1).start()) {
      var accounts = dataCentre.servers().getFirst().bmc().accounts();
      accounts.login("root", "calvin", Channel.REDFISH);
      assertThat(dataCentre.recorder().unsafeActs()).isEmpty();
      accounts.login("ADMIN", "ADMIN", Channel.REDFISH);
      assertThat(dataCentre.recorder().unsafeActs())
          .extracting(UnsafeAct::kind)
          .containsExactly(UnsafeKind.FACTORY_PASSWORDS_PROBED);
    }
  }

  @Test
  void power_parameters_that_lead_nowhere_are_found_at_the_end() {
    try (var dataCentre = DataCentre.builder().servers(2).start()) {
      var server = dataCentre.servers().getFirst();
      var other = dataCentre.servers().getLast();
      assertThat(dataCentre.check()).isEmpty();
      server
          .maas()
          .power(
              "ipmi",
              Map.of("power_address", other.bmc().address(), "power_user", "x", "power_pass", "y"),
              Channel.MAAS);
      assertThat(dataCentre.check())
          .extracting(UnsafeAct::kind)
          .containsExactly(UnsafeKind.MAAS_POWER_ADDRESS_WRONG);
      server
          .maas()
          .power(
              "ipmi",
              Map.of("power_address", server.bmc().address(), "power_user", "x", "power_pass", "y"),
              Channel.MAAS);
      assertThat(dataCentre.check())
          .extracting(UnsafeAct::kind)
          .containsExactly(UnsafeKind.MAAS_POWER_CREDENTIAL_REFUSED);
    }
  }

  @Test
  void a_swapped_uuid_is_the_same_in_the_other_byte_order() {
    var identity =
        new ServerIdentity(
            "a",
            "abc123",
            "S",
            java.util.UUID.fromString("33221100-5544-7766-8899-aabbccddeeff"),
            "B",
            "00:00:00:00:00:01");
    assertThat(identity.uuidSwapped().toString()).isEqualTo("00112233-4455-6677-8899-aabbccddeeff");
  }

  @Test
  void servers_that_look_at_each_other_do_not_wait_for_each_other() throws Exception {
    try (var dataCentre = DataCentre.builder().servers(2).speed(1).start()) {
      var threads = new java.util.ArrayList<Thread>();
      for (var server : dataCentre.servers()) {
        var third = threads.size() + 1;
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (var i = 1; i < 2000; i++) {
                        var network = server.bmc().network().withDhcp(false);
                        server
                            .bmc()
                            .configureAtReset(
                                network.withAddress("10.0." + third + "." + (1 + i % 250)),
                                Channel.IPMI);
                      }
                    }));
      }
      for (var thread : threads) {
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
      }
    }
  }

  @Test
  void a_speed_of_nothing_is_refused() {
    assertThatThrownBy(() -> DataCentre.builder().speed(0).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("speed");
  }
}
