package org.hwautomation.hardware.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.redfish.ApplyTime;
import org.hwautomation.hardware.redfish.RedfishException;
import org.hwautomation.hardware.redfish.UpdatePhase;
import org.hwautomation.hardware.redfish.UpdateRequest;
import org.hwautomation.hardware.redfish.UpdateStatus;
import org.hwautomation.simulator.Account;
import org.hwautomation.simulator.BmcNetwork;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.FirmwareImage;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.ServerListener;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UnsafeAct;
import org.hwautomation.simulator.UnsafeKind;
import org.hwautomation.simulator.UpdateFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
class UpdateFaultsTest {
  @TempDir private Path folder;

  private static UpdateRequest applied(UpdateRequest request, UpdateRig rig) {
    return rig.server.personality() == Personality.DELL
        ? request.withApplyTime(ApplyTime.IMMEDIATE)
        : request;
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void finding_1_and_2_a_task_that_vanishes_is_unknown_and_must_not_be_disturbed(
      Personality vendor) {
    try (var rig = new UpdateRig(vendor, folder);
        var client = rig.client()) {
      rig.server.faults().update(UpdateFault.TASK_VANISHES);
      rig.server.faults().update(UpdateFault.SLOW_WRITING);
      var request = applied(rig.request("BIOS", "9.9.9"), rig);
      var status = rig.run(client.updates(), request);
      assertThat(status.phase()).as(status.said()).isEqualTo(UpdatePhase.UNKNOWN);
      assertThat(status.phase().untouchable()).isTrue();
      assertThat(rig.server.updates().writing()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void finding_3_completed_with_status_critical_has_failed(Personality vendor) {
    try (var rig = new UpdateRig(vendor, folder);
        var client = rig.client()) {
      var before = rig.server.firmware().version("BMC");
      rig.server.faults().update(UpdateFault.COMPLETED_CRITICAL);
      var status = rig.run(client.updates(), rig.request("BMC", "9.9.9"));
      assertThat(status.phase()).as(status.said()).isEqualTo(UpdatePhase.FAILED);
      assertThat(status.messages().toString()).contains("No progress");
      assertThat(rig.server.firmware().version("BMC")).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void completed_with_the_old_version_shows_only_in_the_version(Personality vendor) {
    try (var rig = new UpdateRig(vendor, folder);
        var client = rig.client()) {
      var before = rig.server.firmware().version("BIOS");
      rig.server.faults().update(UpdateFault.COMPLETED_UNCHANGED);
      var status = rig.run(client.updates(), applied(rig.request("BIOS", "9.9.9"), rig));
      assertThat(status.phase()).isEqualTo(UpdatePhase.SUCCEEDED);
      rig.restart();
      assertThat(client.system().biosVersion()).isEqualTo(before);
    }
  }

  @Test
  void finding_12_to_14_a_queue_that_is_not_empty_is_shown_and_left_alone() {
    try (var rig = new UpdateRig(Personality.DELL, folder);
        var client = rig.client()) {
      var updates = client.updates();
      rig.run(updates, rig.request("BIOS", "9.9.9").withApplyTime(ApplyTime.ON_RESET));
      var refused =
          catchThrowableOfType(
              RedfishException.class, () -> updates.prepare(rig.request("BMC", "9.9.9")));
      assertThat(refused.kind()).isEqualTo(Kind.BUSY);
      assertThat(refused.mayHaveArrived()).isFalse();
      assertThat(refused).hasMessageContaining("Firmware Update: BIOS (Scheduled), JID_");
      assertThat(rig.server.updates().active()).isPresent();
      assertThat(rig.dataCentre.check()).isEmpty();
    }
  }

  @Test
  void finding_17_a_wait_that_is_over_says_which_and_what_was_last_seen() {
    try (var rig = new UpdateRig(Personality.HPE, folder);
        var client = rig.client()) {
      rig.server.faults().update(UpdateFault.SLOW_WRITING);
      var updates = client.updates();
      var request = rig.request("BIOS", "9.9.9");
      var started = updates.start(updates.prepare(request), request, sent -> {});
      var late =
          catchThrowableOfType(
              RedfishException.class,
              () -> updates.await(started, Duration.ofMinutes(5), seen -> {}));
      assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(late)
          .hasMessageContaining("within 300 s")
          .hasMessageContaining("INSTALLING, Updating")
          .hasMessageContaining("Do not power off");
      assertThat(rig.server.updates().writing()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void finding_43_an_image_for_another_vendor_or_a_damaged_one_is_refused_by_the_bmc(
      Personality vendor) {
    try (var rig = new UpdateRig(vendor, folder);
        var client = rig.client()) {
      var other = vendor == Personality.DELL ? Personality.HPE : Personality.DELL;
      var image = FirmwareImage.of(rig.server, "BMC", "9.9.9").withVendor(other);
      var status = rig.run(client.updates(), rig.request(image));
      assertThat(status.phase()).as(status.said()).isEqualTo(UpdatePhase.FAILED);
      assertThat(
              rig.dataCentre.recorder().count(rig.server.hostname(), EffectKind.FIRMWARE_WRITING))
          .isZero();
    }
  }

  @Test
  void finding_44_a_bmc_flashes_an_image_of_another_board_and_the_board_is_lost() {
    try (var rig = new UpdateRig(Personality.HPE, folder);
        var client = rig.client()) {
      var image = FirmwareImage.of(rig.server, "BIOS", "9.9.9").withBoard("another");
      rig.run(client.updates(), rig.request(image));
      rig.server.power().perform(org.hwautomation.simulator.PowerAction.ON, Channel.CONSOLE);
      UpdateRig.awaitTrue("bricked", () -> rig.server.updates().bricked());
      assertThat(rig.dataCentre.recorder().unsafeActs())
          .extracting(UnsafeAct::kind)
          .containsExactly(UnsafeKind.WRONG_BOARD_FLASHED);
    }
  }

  @Test
  void finding_50_a_bmc_goes_away_for_its_own_update_and_forgets_its_sessions() {
    try (var rig = new UpdateRig(Personality.DELL, folder, 200);
        var client = rig.client()) {
      var silent = new AtomicBoolean();
      rig.dataCentre.listen(
          new ServerListener() {
            @Override
            public void bmcDown(SimulatedServer server) {
              silent.set(true);
            }
          });
      var states = new ArrayList<UpdatePhase>();
      var updates = client.updates();
      var request = rig.request("BMC", "9.9.9");
      var started = updates.start(updates.prepare(request), request, sent -> {});
      updates.await(started, Duration.ofHours(1), seen -> states.add(seen.phase()));
      assertThat(states).contains(UpdatePhase.INSTALLING);
      UpdateRig.awaitTrue("silent", silent::get);
      rig.awaitVersion("BMC", "9.9.9");
      UpdateRig.awaitTrue("back", () -> rig.server.bmc().reachable());
      UpdateRig.awaitTrue("answers", () -> answers(client));
      assertThat(client.manager().firmwareVersion()).isEqualTo("9.9.9");
      assertThat(client.sessionsOpened()).isGreaterThan(1);
    }
  }

  private static boolean answers(org.hwautomation.hardware.redfish.RedfishClient client) {
    try {
      client.manager();
      return true;
    } catch (RedfishException e) {
      return false;
    }
  }

  @Test
  void a_bmc_update_can_wipe_users_and_lan() {
    try (var rig = new UpdateRig(Personality.SUPERMICRO, folder);
        var client = rig.client()) {
      rig.server
          .bmc()
          .accounts()
          .create(3, "hwauto", "Own-0001!", Account.Role.ADMINISTRATOR, true, Channel.CONSOLE);
      var lan = rig.server.bmc().network();
      rig.server
          .bmc()
          .configureAtReset(
              new BmcNetwork(false, lan.address(), lan.mask(), lan.gateway(), 0), Channel.CONSOLE);
      rig.server.faults().update(UpdateFault.BMC_UPDATE_WIPES);
      rig.run(client.updates(), rig.request("BMC", "9.9.9"));
      rig.awaitVersion("BMC", "9.9.9");
      UpdateRig.awaitTrue("wiped", () -> rig.server.bmc().accounts().named("hwauto").isEmpty());
      UpdateRig.awaitTrue("DHCP", () -> rig.server.bmc().network().dhcp());
    }
  }

  @Test
  void a_power_event_mid_flash_is_waited_out() {
    try (var rig = new UpdateRig(Personality.HPE, folder);
        var client = rig.client()) {
      rig.server.faults().update(UpdateFault.POWER_EVENT_MID_FLASH);
      var health = new ArrayList<String>();
      var updates = client.updates();
      var request = rig.request("BIOS", "9.9.9");
      var started = updates.start(updates.prepare(request), request, sent -> {});
      UpdateStatus status =
          updates.await(
              started,
              Duration.ofHours(1),
              seen -> {
                if (seen.phase().untouchable()) {
                  health.add(
                      client
                          .get(client.chassis().getFirst().uri())
                          .body()
                          .path("Status")
                          .path("Health")
                          .asString());
                }
              });
      assertThat(health).contains("Critical");
      assertThat(status.phase()).isEqualTo(UpdatePhase.AWAITING_RESET);
      rig.restart();
      assertThat(client.system().biosVersion()).isEqualTo("9.9.9");
      assertThat(rig.dataCentre.check()).isEmpty();
    }
  }
}
