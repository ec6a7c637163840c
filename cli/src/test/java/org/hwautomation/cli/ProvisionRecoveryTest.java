package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hwautomation.simulator.BootPhase;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Rules 3, 4 and 7 over real processes: the one that provisions gets SIGKILL, another finishes its
 * run, and what the simulator saw happen to the server is what an undisturbed run does to it.
 */
@Execution(ExecutionMode.CONCURRENT)
final class ProvisionRecoveryTest {
  private static final double SPEED = 100;

  /** A moment to kill at. */
  private record Moment(String what, Sighting sighting) {}

  private interface Sighting {
    boolean seen(RecoveryRig rig, int server);
  }

  private static Moment once(EffectKind kind) {
    return new Moment(kind + " seen", (rig, server) -> rig.count(server, kind) > 0);
  }

  private static Moment in(String step) {
    return new Moment("in " + step, (rig, server) -> rig.isIn(server, step));
  }

  private static final Moment COMMISSION_SENT = once(EffectKind.COMMISSION);
  private static final Moment MOVED = once(EffectKind.BMC_MOVED);
  private static final Moment STAGED = once(EffectKind.BIOS_STAGED);
  private static final Moment MOVE_WRITTEN =
      new Moment(
          "the BMC's new address is written",
          (rig, server) ->
              rig.server(server)
                  .bmc()
                  .network()
                  .address()
                  .equals(SimulatedSetup.targetAddress(server)));
  private static final Moment SHUTTING_DOWN =
      new Moment(
          "the host shuts down for its restart",
          (rig, server) ->
              STAGED.sighting().seen(rig, server)
                  && rig.count(server, EffectKind.SHUTDOWN_REQUESTED) > 0
                  && rig.server(server).power().phase() == BootPhase.SHUTTING_DOWN);
  private static final Moment APPLYING =
      new Moment(
          "the BIOS applies its settings",
          (rig, server) -> rig.server(server).power().phase() == BootPhase.APPLYING_BIOS);

  @TempDir private Path folder;

  @Test
  void a_run_whose_process_is_killed_is_finished_by_another_with_the_effects_of_one_run()
      throws Exception {
    try (var rig = new RecoveryRig(folder, 6, SPEED);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var undisturbed = new ArrayList<Future<Map<EffectKind, Integer>>>();
      for (var personality = 0; personality < 3; personality++) {
        var server = personality;
        undisturbed.add(
            threads.submit(
                () -> {
                  var done = rig.provision(server).await();
                  assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
                  rig.requireReady(server);
                  return rig.effects(server);
                }));
      }
      var killed = new ArrayList<Future<?>>();
      var moments =
          List.of(
              List.of(COMMISSION_SENT, MOVE_WRITTEN, STAGED, APPLYING),
              List.of(in("wait_for_commissioning"), MOVED, STAGED, SHUTTING_DOWN),
              List.of(MOVE_WRITTEN, STAGED, in("reboot_server"), in("verify_configuration")));
      for (var personality = 0; personality < 3; personality++) {
        var server = 3 + personality;
        var plan = moments.get(personality);
        killed.add(threads.submit(task(() -> killAt(rig, server, plan))));
      }
      for (var personality = 0; personality < 3; personality++) {
        killed.get(personality).get();
        var expected = undisturbed.get(personality).get();
        assertThat(expected)
            .containsEntry(EffectKind.COMMISSION, 1)
            .containsEntry(EffectKind.BIOS_STAGED, 1)
            .containsEntry(EffectKind.BIOS_APPLIED, 1)
            .containsEntry(EffectKind.BMC_MOVED, 1);
        assertThat(rig.effects(3 + personality))
            .as("%s, killed at %s", rig.server(personality).personality(), moments.get(personality))
            .isEqualTo(expected);
        rig.requireReady(3 + personality);
      }
      assertThat(rig.dataCentre().recorder().unsafeActs()).isEmpty();
    }
  }

  private static Callable<Void> task(Body body) {
    return () -> {
      body.run();
      return null;
    };
  }

  private interface Body {
    void run() throws Exception;
  }

  /** Kills one process after another, each at its moment, and lets the last one finish. */
  private static void killAt(RecoveryRig rig, int server, List<Moment> moments) throws Exception {
    var process = rig.provision(server);
    for (var moment : moments) {
      rig.await(process, moment.what(), () -> moment.sighting().seen(rig, server));
      process.kill();
      process = rig.resume(server);
    }
    var done = process.await();
    assertThat(done.exitCode()).as("%s\n%s%s", moments, done.out(), done.err()).isZero();
  }

  /** As a BMC without a graceful restart leaves it when the process is killed before "on". */
  @Test
  void a_host_that_was_left_off_by_the_killed_process_is_switched_on() throws Exception {
    try (var rig = new RecoveryRig(folder, 1, SPEED)) {
      var process = rig.provision(0, "--template", "bios_configuration");
      rig.await(process, "POST", () -> rig.count(0, EffectKind.POST_STARTED) > 0);
      process.kill();
      rig.server(0).power().perform(PowerAction.FORCE_OFF, Channel.CONSOLE);

      var done = rig.resume(0).await();

      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(rig.effects(0))
          .containsEntry(EffectKind.BIOS_STAGED, 1)
          .containsEntry(EffectKind.BIOS_APPLIED, 1)
          .containsEntry(EffectKind.POST_STARTED, 2)
          .doesNotContainKey(EffectKind.RESET);
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  @Test
  void a_run_that_was_killed_while_its_bmc_moves_is_cancelled_when_maas_can_power_it_there()
      throws Exception {
    try (var rig = new RecoveryRig(folder, 1, SPEED)) {
      var process = rig.provision(0);
      rig.await(process, MOVE_WRITTEN.what(), () -> MOVE_WRITTEN.sighting().seen(rig, 0));
      process.kill();
      assertThat(rig.run(0).openPoint()).isPresent();

      var done = rig.cancel(0).await();

      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(done.out() + done.err()).contains("moving the BMC from");
      var run = rig.run(0);
      assertThat(run.status()).isEqualTo(WorkflowStatus.CANCELLED);
      assertThat(run.held()).isFalse();
      assertThat(Objects.requireNonNull(run.steps().get("configure_bios")).attempts()).isEmpty();
      assertThat(rig.server(0).bmc().address()).isEqualTo(SimulatedSetup.targetAddress(0));
      assertThat(rig.server(0).maas().powerParameters().get("power_address"))
          .contains(SimulatedSetup.targetAddress(0));
      assertThat(rig.effects(0)).containsEntry(EffectKind.BMC_MOVED, 1);
      assertThat(rig.dataCentre().check()).as("unsafe acts, and what MAAS can't power").isEmpty();
    }
  }

  @Test
  void a_run_that_is_killed_again_and_again_at_random_ends_ready_with_single_effects()
      throws Exception {
    var seed = Long.getLong("hwautomation.kill_seed", 20260412L);
    var random = new Random(seed);
    try (var rig = new RecoveryRig(folder, 1, SPEED)) {
      var process = rig.provision(0);
      for (var kill = 0; kill < 5; kill++) {
        // a random number of further journal entries, from when this process has taken over
        var resumed = kill;
        rig.await(process, "taken over", () -> rig.owners(0) > resumed);
        var until = rig.lastSeq(0) + 1 + random.nextInt(9);
        rig.await(
            process,
            "entry " + until + ", seed " + seed,
            () -> rig.lastSeq(0) >= until || rig.run(0).status().isTerminal());
        Thread.sleep(random.nextInt(60));
        process.kill();
        if (rig.run(0).status().isTerminal()) {
          break;
        }
        process = rig.resume(0);
      }
      if (!rig.run(0).status().isTerminal()) {
        var done = process.await();
        assertThat(done.exitCode()).as("seed %d\n%s%s", seed, done.out(), done.err()).isZero();
      }
      rig.requireReady(0);
      var expected = new EnumMap<EffectKind, Integer>(EffectKind.class);
      for (var single :
          List.of(
              EffectKind.COMMISSION,
              EffectKind.BIOS_STAGED,
              EffectKind.BIOS_APPLIED,
              EffectKind.BMC_MOVED)) {
        expected.put(single, 1);
      }
      assertThat(rig.effects(0)).as("seed %d", seed).containsAllEntriesOf(expected);
      assertThat(rig.count(0, EffectKind.RESET)).as("seed %d", seed).isEqualTo(1);
    }
  }
}
