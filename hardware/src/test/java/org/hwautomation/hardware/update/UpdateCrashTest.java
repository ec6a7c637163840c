package org.hwautomation.hardware.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.redfish.ApplyTime;
import org.hwautomation.hardware.redfish.RedfishException;
import org.hwautomation.hardware.redfish.UpdateHandle;
import org.hwautomation.hardware.redfish.UpdatePhase;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.FirmwareImage;
import org.hwautomation.simulator.Personality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UpdateCrashTest {
  private static final Duration LONG = Duration.ofHours(3);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"DELL,BIOS", "HPE,BIOS", "HPE,NIC.1", "SUPERMICRO,BIOS"})
  void an_update_whose_start_was_not_kept_is_found_and_not_started_again(
      Personality vendor, String component) {
    try (var rig = new UpdateRig(vendor, folder)) {
      var plain = rig.request(component, "9.9.9");
      var request = vendor == Personality.DELL ? plain.withApplyTime(ApplyTime.ON_RESET) : plain;
      UpdateHandle kept;
      try (var first = rig.client()) {
        var prepared = first.updates().prepare(request);
        kept = prepared;
        assertThat(first.updates().adopt(prepared)).as("nothing was sent yet").isEmpty();
        first.updates().start(prepared, request, sent -> {}); // and the handle is lost
      }
      try (var second = rig.client()) {
        var updates = second.updates();
        var adopted = updates.adopt(kept).orElseThrow();
        var status = rig.follow(updates, adopted);
        assertThat(status.phase()).as(status.said()).isEqualTo(UpdatePhase.AWAITING_RESET);
        rig.restart();
        rig.awaitVersion(component, "9.9.9");
      }
      assertThat(
              rig.dataCentre.recorder().count(rig.server.hostname(), EffectKind.FIRMWARE_WRITING))
          .isEqualTo(1);
      assertThat(rig.dataCentre.check()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"HPE,NIC.1", "SUPERMICRO,BIOS"})
  void an_order_that_was_not_kept_is_found_and_not_given_again(
      Personality vendor, String component) {
    try (var rig = new UpdateRig(vendor, folder);
        var client = rig.client()) {
      var updates = client.updates();
      var request = rig.request(component, "9.9.9");
      var started = updates.start(updates.prepare(request), request, sent -> {});
      updates.await(started, LONG, seen -> {});
      var ordered = updates.proceed(started);
      var again = updates.proceed(started);
      assertThat(again.task()).isNotNull();
      assertThat(updates.await(again, LONG, seen -> {}).phase())
          .isEqualTo(updates.await(ordered, LONG, seen -> {}).phase())
          .isEqualTo(UpdatePhase.AWAITING_RESET);
      updates.proceed(started);
      rig.restart();
      rig.awaitVersion(component, "9.9.9");
      assertThat(
              rig.dataCentre.recorder().count(rig.server.hostname(), EffectKind.FIRMWARE_WRITING))
          .isEqualTo(1);
      assertThat(rig.dataCentre.check()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Personality.class,
      names = {"HPE", "SUPERMICRO"})
  void after_its_own_update_a_bmc_knows_nothing_and_the_version_decides(Personality vendor) {
    try (var rig = new UpdateRig(vendor, folder);
        var client = rig.client()) {
      var updates = client.updates();
      var request = rig.request("BMC", "9.9.9");
      var started = updates.start(updates.prepare(request), request, sent -> {});
      rig.follow(updates, started);
      rig.awaitVersion("BMC", "9.9.9");
      UpdateRig.awaitTrue("back", () -> rig.server.bmc().reachable());
      try (var later = rig.client()) {
        UpdateRig.awaitTrue(
            "answers",
            () -> {
              try {
                return later.updates().adopt(started).isEmpty();
              } catch (RedfishException e) {
                return false;
              }
            });
        assertThat(later.updates().poll(started).phase()).isEqualTo(UpdatePhase.UNKNOWN);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void finding_43_an_interrupted_upload_leaves_nothing_running(Personality vendor)
      throws Exception {
    try (var rig = new UpdateRig(vendor, folder, 300);
        var client = rig.client()) {
      var request = rig.request(FirmwareImage.of(rig.server, "BMC", "9.9.9").withSize(200L << 20));
      var prepared = client.updates().prepare(request);
      var sent = new AtomicLong();
      var failure = new AtomicReference<RedfishException>();
      var flag = new AtomicReference<Boolean>();
      var uploader = new AtomicReference<Thread>();
      var thread =
          Thread.ofVirtual()
              .unstarted(
                  () -> {
                    failure.set(
                        catchThrowableOfType(
                            RedfishException.class,
                            () ->
                                client
                                    .updates()
                                    .start(
                                        prepared,
                                        request,
                                        bytes -> {
                                          sent.set(bytes);
                                          if (bytes > 4 << 20) {
                                            uploader.get().interrupt();
                                          }
                                        })));
                    flag.set(Thread.currentThread().isInterrupted());
                  });
      uploader.set(thread);
      thread.start();
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
      assertThat(failure.get().kind()).isEqualTo(Kind.CONNECTION);
      assertThat(failure.get().mayHaveArrived()).isTrue();
      assertThat(flag.get()).isTrue();
      var then = sent.get();
      assertThat(then).isLessThan(100L << 20);
      Thread.sleep(100); // real: what goes on would show
      assertThat(sent.get()).isEqualTo(then);
      assertThat(rig.server.updates().all()).isEmpty();
      assertThat(client.updates().adopt(prepared)).isEmpty();
      assertThat(rig.dataCentre.check()).isEmpty();
    }
  }

  @Test
  void an_image_of_more_than_32_mib_goes_to_an_ilo_in_sections() {
    try (var rig = new UpdateRig(Personality.HPE, folder, 300);
        var client = rig.client()) {
      var request =
          rig.request(FirmwareImage.of(rig.server, "BIOS", "9.9.9").withSize((70L << 20) + 5));
      var status = rig.run(client.updates(), request);
      assertThat(status.phase()).as(status.said()).isEqualTo(UpdatePhase.AWAITING_RESET);
      assertThat(rig.dataCentre.recorder().effects(rig.server.hostname()))
          .anySatisfy(
              effect -> assertThat(effect.detail()).contains("SHA-256 " + request.sha256()));
      assertThat(
              rig.dataCentre.recorder().requests().stream()
                  .filter(r -> r.path().equals("/cgi-bin/uploadFile")))
          .hasSize(3);
      assertThat(rig.dataCentre.check()).isEmpty();
    }
  }

  @Test
  void an_image_with_another_hash_is_never_sent() throws Exception {
    try (var rig = new UpdateRig(Personality.DELL, folder);
        var client = rig.client()) {
      var request = rig.request("BMC", "9.9.9");
      var prepared = client.updates().prepare(request);
      try (var file = FileChannel.open(request.image(), StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap(new byte[] {1}), 70_000);
      }
      assertThatThrownBy(() -> client.updates().start(prepared, request, sent -> {}))
          .isInstanceOfSatisfying(
              RedfishException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(e.mayHaveArrived()).isFalse();
                assertThat(e).hasMessageContaining("and not " + request.sha256());
              });
      assertThat(rig.dataCentre.recorder().requests())
          .noneMatch(r -> r.path().contains("MultipartUpload"));
    }
  }
}
