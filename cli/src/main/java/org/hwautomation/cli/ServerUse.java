package org.hwautomation.cli;

import java.util.Optional;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.safety.MaasView;
import org.hwautomation.provisioning.safety.UseVerdict;
import org.hwautomation.provisioning.server.LockKeys;
import org.hwautomation.workflow.LockHeldException;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.WorkflowStatus;

/** Whether a run may begin on a server, asked before a person is; the start asks again. */
record ServerUse(Screen screen, WorkflowManager manager, GlobalOptions options) {

  /**
   * Nobody uses the server, and no other run has it.
   *
   * @param why it may be written to though somebody uses it; empty if it may not
   * @param queues true if the run is to wait for the other; the person is told which
   * @throws org.hwautomation.provisioning.safety.RefusedException if somebody uses it
   * @throws LockHeldException if another run has it, and this one is not to wait
   */
  void requireFree(Machine machine, Optional<String> why, boolean queues) {
    UseVerdict.of(new MaasView.Known(machine.statusName(), machine.locked()), why, false)
        .require(machine.hostname());
    var key = LockKeys.ofServer(machine.systemId());
    var holder =
        manager.store().locks().stream().filter(lock -> lock.key().equals(key)).findFirst();
    if (holder.isPresent()) {
      hints(machine, holder.get().runId(), queues);
      if (!queues) {
        throw new LockHeldException(holder.get());
      }
    }
  }

  private void hints(Machine machine, String holder, boolean queues) {
    var run = RunNames.find(manager, holder);
    screen.problem(
        "%s belongs to run %s (%s), started by %s"
            .formatted(machine.hostname(), run.runId(), run.workflowId(), run.startedBy()));
    if (run.phase() == Phase.HELD) {
      if (run.status() == WorkflowStatus.CANCELLED) {
        screen.problem("  it holds its server: " + run.message().orElse(""));
      } else {
        screen.problem("  it failed and waits: " + run.message().orElse(""));
        screen.problem("    " + options.next("run resume " + run.runId()));
      }
      screen.problem("    " + options.next("run release " + run.runId()));
    } else if (run.phase() == Phase.PARKED || RunNames.interrupted(manager.store(), run)) {
      screen.problem("  nobody executes it now:");
      screen.problem("    " + options.next("run resume " + run.runId()));
      screen.problem("    " + options.next("run cancel " + run.runId()));
    } else {
      screen.problem("    " + options.next("run watch " + run.runId()));
      if (!queues) {
        screen.problem(
            "    "
                + options.next(
                    "start FILE|TEMPLATE --server %s --queue".formatted(machine.hostname()))
                + "   # waits behind it");
      }
    }
  }
}
