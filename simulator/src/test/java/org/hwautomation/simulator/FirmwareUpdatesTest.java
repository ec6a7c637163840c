package org.hwautomation.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirmwareUpdatesTest {
  private DataCentre dataCentre = of(Personality.HPE);
  private SimulatedServer server = dataCentre.servers().getFirst();

  private static DataCentre of(Personality vendor) {
    return DataCentre.builder().server(vendor).seed(5).speed(600).start();
  }

  private FirmwareUpdate begin(Personality vendor, String component, UpdateStart start) {
    dataCentre.close();
    dataCentre = of(vendor);
    server = dataCentre.servers().getFirst();
    return server.updates().begin(image(component, "9.9.9"), start, Channel.REDFISH).orElseThrow();
  }

  private ReceivedImage image(String component, String version) {
    var image = FirmwareImage.of(server, component, version);
    return new ReceivedImage("file", Optional.of(image), component + version, image.size());
  }

  private java.util.List<UnsafeKind> unsafe() {
    return dataCentre.recorder().unsafeActs().stream().map(UnsafeAct::kind).toList();
  }

  private UpdateState state() {
    return server.updates().last().orElseThrow().state();
  }

  @AfterEach
  void close() {
    dataCentre.close();
  }

  @Test
  void power_during_a_flash_is_counted_and_the_board_never_posts_again() {
    begin(Personality.HPE, "BIOS", UpdateStart.AT_ONCE);
    Eventually.true_(() -> state() == UpdateState.WRITING);
    server.power().perform(PowerAction.ON, Channel.IPMI);
    assertThat(unsafe()).containsExactly(UnsafeKind.POWER_DURING_FLASH);
    assertThat(server.updates().bricked()).isTrue();
    assertThat(state()).isEqualTo(UpdateState.FAILED);
    server.power().perform(PowerAction.RESET, Channel.CONSOLE);
    assertThat(server.power().phase()).isEqualTo(BootPhase.POST);
    assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.POST_FINISHED)).isZero();
  }

  @Test
  void power_while_firmware_is_written_in_post_bricks_too() {
    begin(Personality.DELL, "BIOS", UpdateStart.AT_RESET);
    Eventually.true_(() -> state() == UpdateState.SCHEDULED);
    server.power().perform(PowerAction.ON, Channel.REDFISH);
    Eventually.true_(() -> server.power().phase() == BootPhase.FLASHING);
    server.power().perform(PowerAction.RESET, Channel.REDFISH);
    assertThat(unsafe()).containsExactly(UnsafeKind.POWER_DURING_FLASH);
    assertThat(server.updates().bricked()).isTrue();
  }

  @Test
  void a_bmc_that_is_reset_during_its_own_flash_never_answers_again() throws Exception {
    begin(Personality.SUPERMICRO, "BMC", UpdateStart.AT_ONCE);
    Eventually.true_(() -> state() == UpdateState.WRITING);
    server.bmc().reset(Channel.REDFISH);
    assertThat(unsafe()).containsExactly(UnsafeKind.BMC_RESET_DURING_FLASH);
    dataCentre.time().sleep(Delay.BMC_RESET.longest().multipliedBy(2));
    assertThat(server.bmc().reachable()).isFalse();
    assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.BRICKED)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void a_bmc_reset_drops_an_image_that_waits_and_harms_nothing(Personality vendor) {
    begin(vendor, "BMC", UpdateStart.WHEN_ORDERED);
    Eventually.true_(() -> state() == UpdateState.VERIFIED);
    server.bmc().reset(Channel.REDFISH);
    Eventually.true_(() -> server.bmc().reachable());
    assertThat(state()).isEqualTo(UpdateState.FAILED);
    assertThat(unsafe()).isEmpty();
  }

  @Test
  void a_second_update_is_refused_and_counted() {
    begin(Personality.HPE, "BMC", UpdateStart.AT_ONCE);
    assertThat(server.updates().begin(image("BIOS", "9"), UpdateStart.AT_ONCE, Channel.REDFISH))
        .isEmpty();
    assertThat(unsafe()).containsExactly(UnsafeKind.SECOND_UPDATE_WHILE_ACTIVE);
  }

  @Test
  void the_same_image_flashed_twice_is_counted() {
    begin(Personality.HPE, "BIOS", UpdateStart.AT_ONCE);
    Eventually.true_(() -> state() == UpdateState.AWAITING_RESET);
    server.updates().begin(image("BIOS", "9.9.9"), UpdateStart.AT_ONCE, Channel.REDFISH);
    Eventually.true_(() -> state() == UpdateState.WRITING);
    assertThat(unsafe()).containsExactly(UnsafeKind.SAME_IMAGE_FLASHED_TWICE);
  }

  @Test
  void a_new_bios_posts_twice_and_the_old_one_is_kept() {
    begin(Personality.SUPERMICRO, "BIOS", UpdateStart.AT_ONCE);
    var before = server.firmware().version("BIOS");
    Eventually.true_(() -> state() == UpdateState.AWAITING_RESET);
    server.power().perform(PowerAction.ON, Channel.REDFISH);
    Eventually.true_(
        () -> dataCentre.recorder().count(server.hostname(), EffectKind.POST_FINISHED) == 1);
    assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.POST_STARTED))
        .isEqualTo(2);
    assertThat(server.firmware().item("BIOS").orElseThrow().previous()).isEqualTo(before);
    assertThat(unsafe()).isEmpty();
  }
}
