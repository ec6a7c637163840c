package org.hwautomation.provisioning.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** BMCs that take no image that is sent, and fetch them from a signed address. */
@Timeout(60)
final class PulledFirmwareTest {
  @TempDir private Path folder = Path.of(".");

  private static int count(FirmwareRig rig, SimulatedServer server, EffectKind kind) {
    return rig.dataCentre().recorder().count(server.hostname(), kind);
  }

  @Test
  void every_vendors_bmc_fetches_each_image_once_and_the_signed_address_is_kept_nowhere()
      throws Exception {
    try (var rig = FirmwareRig.serving(folder, DataCentre.builder().servers(3)).proven()) {
      var runs = new LinkedHashMap<String, RunHandle>();
      for (var server : rig.servers()) {
        Fault.PULL_ONLY.apply(server);
        runs.put(server.hostname(), rig.update(rig.manager().engine(), server));
      }
      for (var server : rig.servers()) {
        var run = Objects.requireNonNull(runs.get(server.hostname()));
        var end = run.await();
        assertThat(end.status()).as("%s", end.error()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(rig.runsTheLatest(server)).as(server.hostname()).isTrue();
        assertThat(count(rig, server, EffectKind.FIRMWARE_RECEIVED)).isEqualTo(3);
        assertThat(count(rig, server, EffectKind.FIRMWARE_WRITING)).isEqualTo(3);
        assertThat(rig.manager().store().entries(end.runId(), 0))
            .noneMatch(entry -> entry.payload().toString().contains("signature"));
      }
      assertThat(Files.size(folder.resolve("image-server.key"))).isEqualTo(32);
      assertThat(rig.dataCentre().recorder().unsafeActs()).isEmpty();
    }
  }

  @Test
  void without_an_address_to_fetch_from_the_plan_says_what_to_set_and_nothing_is_written()
      throws Exception {
    try (var rig =
        new FirmwareRig(folder, DataCentre.builder().server(Personality.SUPERMICRO)).proven()) {
      var server = rig.servers().getFirst();
      Fault.PULL_ONLY.apply(server);
      var end = rig.updated(server);
      assertThat(rig.manager().store().entries(end.runId(), 0))
          .anyMatch(entry -> entry.payload().toString().contains("set firmware.serve_address"));
      assertThat(count(rig, server, EffectKind.FIRMWARE_RECEIVED)).isZero();
    }
  }

  @Test
  void a_bmc_that_cannot_reach_us_fails_with_words_to_act_on_and_is_held_without_a_flash()
      throws Exception {
    try (var rig = FirmwareRig.serving(folder, DataCentre.builder().servers(3)).proven()) {
      var runs = new LinkedHashMap<SimulatedServer, RunHandle>();
      for (var server : rig.servers()) {
        Fault.PULL_ONLY.apply(server);
        Fault.IMAGE_UNREACHABLE.apply(server);
        runs.put(server, rig.update(rig.manager().engine(), server));
      }
      for (var server : rig.servers()) {
        var end = Objects.requireNonNull(runs.get(server)).await();
        assertThat(end.phase()).as("%s", end.error()).isEqualTo(Phase.HELD);
        assertThat(end.error().orElse(""))
            .contains("could not be fetched", "never asked for", "firmware.serve_address");
        assertThat(count(rig, server, EffectKind.FIRMWARE_WRITING)).isZero();
        assertThat(rig.manager().store().holds().find(server.identity().systemId())).isPresent();
      }
      assertThat(rig.dataCentre().recorder().unsafeActs()).isEmpty();
    }
  }
}
