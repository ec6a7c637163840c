package org.hwautomation.cli;

import java.util.Optional;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.PreparedStart;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunStart;
import org.hwautomation.provisioning.runs.StartRequest;
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
    try {
      new RunStart(manager)
          .requireFree(machine, why, queues)
          .ifPresent(holder -> hints(machine.hostname(), holder.runId(), true));
    } catch (LockHeldException e) {
      hints(machine.hostname(), e.holder().runId(), false);
      throw e;
    }
  }

  /**
   * A start, checked; who has the server is told, whether or not the run waits for it.
   *
   * @throws LockHeldException as {@link #requireFree}
   */
  PreparedStart prepare(StartRequest request) {
    try {
      var prepared = new RunStart(manager).prepare(request);
      prepared
          .holder()
          .ifPresent(
              holder -> hints(prepared.machine().orElseThrow().hostname(), holder.runId(), true));
      return prepared;
    } catch (LockHeldException e) {
      request
          .server()
          .map(manager::machine)
          .ifPresent(machine -> hints(machine.hostname(), e.holder().runId(), false));
      throw e;
    }
  }

  private void hints(String hostname, String holder, boolean queues) {
    var run = RunNames.find(manager, holder);
    screen.problem(
        "%s belongs to run %s (%s), started by %s"
            .formatted(hostname, run.runId(), run.workflowId(), run.startedBy()));
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
                + options.next("start FILE|TEMPLATE --server %s --queue".formatted(hostname))
                + "   # waits behind it");
      }
    }
  }
}
