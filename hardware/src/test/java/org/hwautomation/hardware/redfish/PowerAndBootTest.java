package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hwautomation.hardware.redfish.FakeBmc.SYSTEM;
import static org.hwautomation.hardware.redfish.FakeBmc.error;
import static org.hwautomation.hardware.redfish.FakeBmc.reply;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.hwautomation.hardware.HardwareException.Kind;
import org.junit.jupiter.api.Test;

class PowerAndBootTest {
  private static final String RESET = SYSTEM + "/Actions/ComputerSystem.Reset";

  private final AtomicReference<String> power = new AtomicReference<>("On");
  private final List<String> sent = new CopyOnWriteArrayList<>();

  /** A system that offers these resets, and whose power follows them. */
  private FakeBmc offering(String... types) throws Exception {
    var bmc = FakeBmc.http();
    bmc.on(
        "GET",
        SYSTEM,
        _ ->
            reply(
                200,
                """
                {"Id": "1", "PowerState": "%s", "Actions": {"#ComputerSystem.Reset": {
                  "target": "%s", "ResetType@Redfish.AllowableValues": ["%s"]}}}
                """
                    .formatted(power.get(), RESET, String.join("\",\"", types))));
    bmc.on(
        "POST",
        RESET,
        request -> {
          var type = request.body().replaceAll(".*:\"(.*)\".*", "$1");
          sent.add(type);
          if (List.of("ForceOff", "GracefulShutdown", "PushPowerButton").contains(type)) {
            power.set("Off");
          } else if (type.equals("On")) {
            power.set("On");
          }
          return reply(204, "");
        });
    return bmc;
  }

  @Test
  void what_the_bmc_can_do_is_sent_as_it_is() throws Exception {
    try (var bmc = offering("On", "GracefulRestart");
        var client = bmc.client()) {
      assertThat(client.power().reset(ResetType.GRACEFUL_RESTART))
          .containsExactly(ResetType.GRACEFUL_RESTART);
      assertThat(sent).containsExactly("GracefulRestart");
    }
  }

  @Test
  void a_missing_restart_is_made_of_shutdown_and_on() throws Exception {
    try (var bmc = offering("On", "ForceOff", "GracefulShutdown");
        var client = bmc.client()) {
      assertThat(client.power().reset(ResetType.GRACEFUL_RESTART))
          .containsExactly(ResetType.GRACEFUL_SHUTDOWN, ResetType.ON);
      assertThat(client.power().reset(ResetType.POWER_CYCLE))
          .containsExactly(ResetType.FORCE_OFF, ResetType.ON);
      assertThat(sent).containsExactly("GracefulShutdown", "On", "ForceOff", "On");
    }
  }

  @Test
  void a_host_that_does_not_shut_down_is_not_switched_on() throws Exception {
    try (var bmc = offering("On", "GracefulShutdown");
        var client = bmc.client()) {
      bmc.on("POST", RESET, reply(204, ""));
      var failure =
          catchThrowableOfType(
              RedfishException.class,
              () -> client.power().reset(ResetType.GRACEFUL_RESTART, Duration.ofSeconds(30)));
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure).hasMessageContaining("last seen: power ON");
      assertThat(bmc.count("POST " + RESET)).isEqualTo(1);
      assertThat(bmc.pacer.pauses).hasSize(6);
    }
  }

  @Test
  void what_has_no_equal_is_refused_and_the_offers_named() throws Exception {
    try (var bmc = offering("On", "ForceOff");
        var client = bmc.client()) {
      var failure =
          catchThrowableOfType(RedfishException.class, () -> client.power().reset(ResetType.NMI));
      assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
      assertThat(failure).hasMessageContaining("ForceOff");
      assertThat(sent).isEmpty();
    }
  }

  @Test
  void waiting_outlives_a_bmc_that_is_gone_for_a_moment() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      var power = client.power();
      bmc.inTurn(
          "GET",
          SYSTEM,
          reply(503, "").with("Retry-After", "60"),
          reply(200, "{\"PowerState\": \"PoweringOn\"}"),
          reply(200, "{\"PowerState\": \"On\"}"));
      power.waitFor(PowerState.ON, Duration.ofMinutes(5));
      assertThat(bmc.count("GET " + SYSTEM)).isEqualTo(3);
    }
  }

  @Test
  void waiting_ends_at_once_when_interrupted() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      var power = client.power();
      Thread.currentThread().interrupt();
      var failure =
          catchThrowableOfType(
              RedfishException.class, () -> power.waitFor(PowerState.OFF, Duration.ofHours(1)));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure).hasMessageContaining("interrupted");
      assertThat(bmc.pacer.pauses).isEmpty();
    }
  }

  private static final String BOOT =
      """
      {"Id": "1", "Manufacturer": "%s", "Boot": {"BootSourceOverrideEnabled": "Disabled",
        "BootSourceOverrideMode": "UEFI", "BootSourceOverrideTarget": "None",
        "BootSourceOverrideTarget@Redfish.AllowableValues": ["None", "Pxe", "Hdd"]%s}%s}
      """;

  @Test
  void a_boot_override_goes_to_the_system_with_target_and_duration() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.json(SYSTEM, BOOT.formatted("Contoso", "", ""));
      bmc.on("PATCH", SYSTEM, reply(200, ""));
      assertThat(client.boot().override(BootTarget.PXE, BootDuration.ONCE))
          .isEqualTo(BootDuration.ONCE);
      assertThat(bmc.last("PATCH " + SYSTEM).body())
          .isEqualTo(
              "{\"Boot\":{\"BootSourceOverrideTarget\":\"Pxe\","
                  + "\"BootSourceOverrideEnabled\":\"Once\"}}");
    }
  }

  @Test
  void a_boot_override_goes_to_the_settings_object_with_its_etag_where_there_is_one()
      throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.json(
          SYSTEM,
          BOOT.formatted(
              "Contoso",
              ", \"HttpBootUri\": \"http://old\"",
              ", \"@Redfish.Settings\": {\"SettingsObject\": {\"@odata.id\": \"/redfish/v1/SD\"}}"));
      bmc.on("GET", "/redfish/v1/SD", reply(200, "{}").with("ETag", "\"sd\""));
      bmc.on("PATCH", "/redfish/v1/SD", reply(200, ""));
      client.boot().override(BootTarget.PXE, BootDuration.ONCE, BootMode.LEGACY);
      var request = bmc.last("PATCH /redfish/v1/SD");
      assertThat(request.header("If-Match")).isEqualTo("\"sd\"");
      assertThat(request.body())
          .contains("\"BootSourceOverrideMode\":\"Legacy\"", "\"HttpBootUri\":null");
    }
  }

  @Test
  void some_makers_get_the_whole_boot_object() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.json(SYSTEM, BOOT.formatted("ASRockRack", "", ""));
      bmc.on("PATCH", SYSTEM, reply(200, ""));
      client.boot().override(BootTarget.HDD, BootDuration.CONTINUOUS);
      assertThat(bmc.last("PATCH " + SYSTEM).body())
          .contains("\"BootSourceOverrideMode\":\"UEFI\"", "Continuous");
    }
  }

  @Test
  void a_bmc_that_knows_no_continuous_is_asked_for_once() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.json(SYSTEM, BOOT.formatted("Contoso", "", ""));
      bmc.on(
          "PATCH",
          SYSTEM,
          request ->
              request.body().contains("Continuous")
                  ? error(400, "Base.1.8.PropertyValueNotInList", "No.")
                  : reply(200, ""));
      assertThat(client.boot().override(BootTarget.PXE, BootDuration.CONTINUOUS))
          .isEqualTo(BootDuration.ONCE);
    }
  }

  @Test
  void a_target_that_the_bmc_does_not_list_is_not_sent() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.json(SYSTEM, BOOT.formatted("Contoso", "", ""));
      var failure =
          catchThrowableOfType(
              RedfishException.class,
              () -> client.boot().override(BootTarget.CD, BootDuration.ONCE));
      assertThat(failure).hasMessageContaining("[None, Pxe, Hdd]");
      assertThat(bmc.count("PATCH " + SYSTEM)).isZero();
    }
  }
}
