package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hwautomation.provisioning.steps.KeptImage;
import org.hwautomation.simulator.EffectKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Rule 8 over real processes: those that install firmware on servers of three vendors get SIGKILL
 * again and again, and no image is flashed twice or lost.
 */
@Execution(ExecutionMode.CONCURRENT)
final class FirmwareRecoveryTest {
  private static final double SPEED = 100;
  private static final int KILLS_EACH = 7;

  @TempDir private Path folder;

  @Test
  void twenty_one_kills_flash_no_image_twice_and_lose_none() throws Exception {
    var seed = Long.getLong("hwautomation.kill_seed", 20261129L);
    try (var rig = new RecoveryRig(folder, 3, SPEED);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      rig.writeCatalog();
      var ends = new ArrayList<Future<?>>();
      for (var server = 0; server < 3; server++) {
        var index = server;
        ends.add(
            threads.submit(
                () -> {
                  killAgainAndAgain(rig, index, new Random(seed + index));
                  return null;
                }));
      }
      for (var end : ends) {
        end.get();
      }
      assertThat(rig.dataCentre().recorder().unsafeActs()).as("seed %d", seed).isEmpty();
    }
  }

  private static void killAgainAndAgain(RecoveryRig rig, int server, Random random)
      throws Exception {
    var process =
        rig.provision(server, "--template", "firmware-update", "--firmware-policy", "latest");
    var kills = 0;
    while (kills < KILLS_EACH) {
      var resumed = kills;
      rig.await(process, "taken over", () -> rig.owners(server) > resumed);
      var until = rig.lastSeq(server) + 2 + random.nextInt(4);
      rig.await(
          process,
          "entry " + until,
          () -> rig.lastSeq(server) >= until || rig.run(server).status().isTerminal());
      Thread.sleep(random.nextInt(200));
      process.kill();
      if (rig.run(server).status().isTerminal()) {
        break;
      }
      kills++;
      process = rig.resume(server);
    }
    if (!rig.run(server).status().isTerminal()) {
      var done = process.await();
      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    }
    assertThat(kills).as("kills before it ended").isGreaterThanOrEqualTo(KILLS_EACH - 1);
    var images =
        Objects.requireNonNull(rig.run(server).steps().get("update_firmware"))
            .checkpoints()
            .entrySet()
            .stream()
            .filter(entry -> entry.getKey().startsWith(KeptImage.CHECKPOINT))
            .map(entry -> entry.getValue().value().as(KeptImage.class).stand())
            .toList();
    assertThat(images).hasSize(3).containsOnly(KeptImage.Stand.DONE);
    for (var kind : List.of(EffectKind.FIRMWARE_WRITTEN, EffectKind.FIRMWARE_ACTIVATED)) {
      assertThat(rig.count(server, kind)).as("%s of %s", kind, rig.server(server)).isEqualTo(3);
    }
  }
}
