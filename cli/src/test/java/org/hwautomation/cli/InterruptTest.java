package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.UnsafeAct;
import org.hwautomation.simulator.UnsafeKind;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Safety rule 15: Ctrl-C never abandons hardware. */
@Execution(ExecutionMode.CONCURRENT)
final class InterruptTest {
  @TempDir private Path folder;

  @Test
  void ctrl_c_leaves_a_run_that_the_printed_command_finishes() throws Exception {
    try (var rig = new RecoveryRig(folder, 1, 150)) {
      var process = rig.provision(0);
      rig.await(process, "commissioning", () -> rig.isIn(0, "wait_for_commissioning"));
      process.interrupt();
      var stopped = process.await();

      assertThat(stopped.exitCode()).as(stopped.out() + stopped.err()).isEqualTo(130);
      assertThat(rig.run(0).status()).isEqualTo(WorkflowStatus.RUNNING);
      var done = rig.process(resumeCommand(stopped)).await();
      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      rig.requireReady(0);
      for (var single :
          List.of(
              EffectKind.COMMISSION,
              EffectKind.BIOS_STAGED,
              EffectKind.BIOS_APPLIED,
              EffectKind.BMC_MOVED)) {
        assertThat(rig.count(0, single)).as(single.name()).isEqualTo(1);
      }
    }
  }

  @Test
  void ctrl_c_while_the_bmc_moves_waits_until_maas_has_it_again() throws Exception {
    try (var rig = new RecoveryRig(folder, 1, 3)) {
      var process = rig.provision(0, "--template", "ipmi_setup");
      rig.await(
          process,
          "the new address is written",
          () -> rig.server(0).bmc().network().address().equals(SimulatedSetup.targetAddress(0)));
      assertThat(rig.count(0, EffectKind.BMC_MOVED)).isZero();
      process.interrupt();
      var stopped = process.await();

      assertThat(stopped.exitCode()).as(stopped.out() + stopped.err()).isEqualTo(130);
      assertThat(stopped.err()).contains("first this must end: moving the BMC");
      assertThat(rig.count(0, EffectKind.BMC_MOVED)).isEqualTo(1);
      assertThat(rig.dataCentre().check()).isEmpty();
      var done = rig.process(resumeCommand(stopped)).await();
      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      rig.requireReady(0);
      assertThat(rig.count(0, EffectKind.BMC_MOVED)).isEqualTo(1);
    }
  }

  @Test
  void a_process_killed_while_the_bmc_is_silent_on_its_way_leaves_it_to_be_found()
      throws Exception {
    try (var rig = new RecoveryRig(folder, 1, 1)) {
      var process = rig.provision(0, "--template", "ipmi_setup");
      rig.await(
          process,
          "the new address is written",
          () -> rig.server(0).bmc().network().address().equals(SimulatedSetup.targetAddress(0)));
      process.kill();
      var second = rig.resume(0);
      rig.await(second, "taken over", () -> rig.owners(0) == 2);
      assertThat(rig.count(0, EffectKind.BMC_MOVED)).as("it has yet to arrive").isZero();

      var done = second.await();

      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      rig.requireReady(0);
      assertThat(rig.count(0, EffectKind.BMC_NETWORK_WRITTEN)).isEqualTo(1);
      assertThat(rig.count(0, EffectKind.BMC_MOVED)).isEqualTo(1);
    }
  }

  @Test
  void without_rule_15_a_run_that_is_cut_off_leaves_maas_a_dead_address() throws Exception {
    try (var rig = new RecoveryRig(folder, 1, 6)) {
      var process = rig.provision(0, "--template", "ipmi_setup");
      rig.await(
          process,
          "the new address is written",
          () -> rig.server(0).bmc().network().address().equals(SimulatedSetup.targetAddress(0)));
      process.kill();
      for (var i = 0; i < 3000 && rig.count(0, EffectKind.BMC_MOVED) == 0; i++) {
        Thread.sleep(10);
      }
      assertThat(rig.dataCentre().check())
          .extracting(UnsafeAct::kind)
          .contains(UnsafeKind.MAAS_POWER_ADDRESS_DEAD);
    }
  }

  /** The words after {@code hwauto} of the command that goes on. */
  private static List<String> resumeCommand(CommandRun stopped) {
    var line =
        stopped
            .out()
            .lines()
            .map(String::strip)
            .filter(text -> text.startsWith("hwauto run resume "))
            .findFirst()
            .orElseThrow(() -> new AssertionError(stopped.out() + stopped.err()));
    return List.of(line.split(" ")).subList(1, line.split(" ").length);
  }
}
