package org.hwautomation.provisioning.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The process dies at a journal write of a firmware run: no image is flashed twice, none is lost.
 */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
final class FirmwareCrashTest {
  private static final Personality[] VENDORS = Personality.values();

  @TempDir private Path folder = Path.of(".");

  @Test
  void a_crash_at_any_journal_write_flashes_no_image_twice_and_loses_none() throws Exception {
    var writes = writesOfOneRun();
    var racked = DataCentre.builder();
    for (var n = 1; n <= writes; n++) {
      racked.server(VENDORS[n % VENDORS.length]);
    }
    try (var rig = FirmwareRig.serving(folder.resolve("all"), racked).proven();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<Future<?>>();
      for (var n = 1; n <= writes; n++) {
        var write = n;
        if (n / VENDORS.length % 2 == 1) {
          Fault.PULL_ONLY.apply(rig.servers().get(n - 1)); // half of each vendor's fetch
        }
        ends.add(
            threads.submit(
                () -> {
                  crashAt(rig, rig.servers().get(write - 1), write);
                  return null;
                }));
      }
      for (var end : ends) {
        end.get();
      }
      assertThat(rig.dataCentre().recorder().unsafeActs()).isEmpty();
    }
  }

  private int writesOfOneRun() throws Exception {
    try (var rig =
            new FirmwareRig(
                    folder.resolve("one"), DataCentre.builder().server(Personality.SUPERMICRO))
                .proven();
        var process = rig.worker()) {
      var end = rig.update(process.engine(), rig.servers().getFirst()).await();
      assertThat(end.status()).as("%s", end.error()).isEqualTo(WorkflowStatus.COMPLETED);
      return process.store().writes();
    }
  }

  private static void crashAt(FirmwareRig rig, SimulatedServer server, int write)
      throws InterruptedException {
    var told = rig.crashedAndResumed(server, write, rig::update);
    assertThat(
            List.of(
                rig.dataCentre().recorder().count(server.hostname(), EffectKind.FIRMWARE_WRITTEN),
                rig.dataCentre()
                    .recorder()
                    .count(server.hostname(), EffectKind.FIRMWARE_ACTIVATED)))
        .as(told)
        .containsExactly(3, 3);
  }
}
