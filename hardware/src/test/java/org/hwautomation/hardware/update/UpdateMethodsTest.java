package org.hwautomation.hardware.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.hwautomation.hardware.images.ImageServer;
import org.hwautomation.hardware.redfish.ApplyTime;
import org.hwautomation.hardware.redfish.FirmwareComponent;
import org.hwautomation.hardware.redfish.UpdateMethod;
import org.hwautomation.hardware.redfish.UpdatePhase;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Personality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
class UpdateMethodsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "DELL,BIOS,MULTIPART_PUSH",
    "DELL,BMC,MULTIPART_PUSH",
    "HPE,BIOS,HPE_UPLOAD",
    "HPE,BMC,HPE_UPLOAD",
    "HPE,NIC.1,HPE_QUEUE",
    "SUPERMICRO,BIOS,MULTIPART_PUSH",
    "SUPERMICRO,BMC,MULTIPART_PUSH"
  })
  void each_vendor_is_updated_by_what_it_advertises(
      Personality vendor, String component, UpdateMethod method) {
    try (var rig = new UpdateRig(vendor, folder);
        var client = rig.client()) {
      var request = rig.request(component, "9.9.9").withApplyTime(ApplyTime.ON_RESET);
      if (vendor != Personality.DELL || component.equals("BMC")) {
        request = rig.request(component, "9.9.9");
      }
      var updates = client.updates();
      assertThat(updates.prepare(request).method()).isEqualTo(method);
      var status = rig.run(updates, request);
      if (component.equals("BMC")) {
        assertThat(status.phase()).isIn(UpdatePhase.SUCCEEDED, UpdatePhase.UNKNOWN);
      } else {
        assertThat(status.phase()).as(status.said()).isEqualTo(UpdatePhase.AWAITING_RESET);
        assertThat(rig.server.firmware().version(component)).isNotEqualTo("9.9.9");
        rig.restart();
      }
      rig.awaitVersion(component, "9.9.9");
      assertThat(
              rig.dataCentre.recorder().count(rig.server.hostname(), EffectKind.FIRMWARE_WRITING))
          .isEqualTo(1);
      assertThat(rig.dataCentre.check()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void a_bmc_can_fetch_the_image_from_a_signed_address(Personality vendor) throws Exception {
    var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (var rig = new UpdateRig(vendor, folder);
        var images =
            ImageServer.start(
                new InetSocketAddress(loopback, 0), "127.0.0.1", InstantSource.system());
        var client = rig.client()) {
      var request = rig.request("BMC", "9.9.9");
      request =
          request
              .withImageUri(images.offer(request.image(), Duration.ofMinutes(5)))
              .withMethod(UpdateMethod.SIMPLE_UPDATE);
      assertThat(request.toString()).doesNotContain("signature");
      var status = rig.run(client.updates(), request);
      assertThat(status.phase()).isIn(UpdatePhase.SUCCEEDED, UpdatePhase.UNKNOWN);
      rig.awaitVersion("BMC", "9.9.9");
      assertThat(rig.dataCentre.check()).isEmpty();
    }
  }

  @Test
  void an_address_that_has_expired_fails_the_update_in_the_bmcs_own_words() throws Exception {
    var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (var rig = new UpdateRig(Personality.DELL, folder);
        var images =
            ImageServer.start(
                new InetSocketAddress(loopback, 0), "127.0.0.1", InstantSource.system());
        var client = rig.client()) {
      var request = rig.request("BMC", "9.9.9");
      request =
          request
              .withImageUri(images.offer(request.image(), Duration.ofSeconds(-1)))
              .withMethod(UpdateMethod.SIMPLE_UPDATE);
      var status = rig.run(client.updates(), request);
      assertThat(status.phase()).isEqualTo(UpdatePhase.FAILED);
      assertThat(status.messages().toString()).contains("HTTP 403").doesNotContain("signature");
    }
  }

  @Test
  void a_dell_bios_that_is_applied_at_once_restarts_the_host() {
    try (var rig = new UpdateRig(Personality.DELL, folder);
        var client = rig.client()) {
      var request = rig.request("BIOS", "9.9.9").withApplyTime(ApplyTime.IMMEDIATE);
      var status = rig.run(client.updates(), request);
      assertThat(status.phase()).as(status.said()).isEqualTo(UpdatePhase.SUCCEEDED);
      rig.awaitVersion("BIOS", "9.9.9");
      UpdateRig.awaitTrue("POST is over", () -> !rig.server.power().phase().inPost());
      assertThat(rig.dataCentre.recorder().count(rig.server.hostname(), EffectKind.POST_STARTED))
          .as("a new BIOS posts twice")
          .isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void the_previous_and_staged_twins_are_never_read_as_running(Personality vendor) {
    try (var rig = new UpdateRig(vendor, folder);
        var client = rig.client()) {
      var before = rig.server.firmware().version("BIOS");
      var request = rig.request("BIOS", "9.9.9");
      rig.run(
          client.updates(),
          vendor == Personality.DELL ? request.withApplyTime(ApplyTime.ON_RESET) : request);
      assertThat(client.firmware().running(FirmwareComponent.BIOS))
          .singleElement()
          .satisfies(item -> assertThat(item.version()).isEqualTo(before));
      rig.restart();
      assertThat(client.firmware().running(FirmwareComponent.BIOS))
          .singleElement()
          .satisfies(item -> assertThat(item.version()).isEqualTo("9.9.9"));
      assertThat(client.system().biosVersion()).isEqualTo("9.9.9");
    }
  }
}
