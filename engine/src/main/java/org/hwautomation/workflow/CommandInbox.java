package org.hwautomation.workflow;

import org.jspecify.annotations.Nullable;

/**
 * Looks at intervals for commands that others gave for our runs, for locks and limits that others
 * gave back, and for runs of ours that wait for the store. Thread-safe.
 */
final class CommandInbox {
  private final EngineSettings settings;
  private final Ownership ownership;
  private final LiveRuns runs;
  private final RunRecovery recovery;
  private WorkflowTime.@Nullable Timer timer;
  private boolean closed;

  CommandInbox(EngineSettings settings, Ownership ownership, LiveRuns runs, RunRecovery recovery) {
    this.settings = settings;
    this.ownership = ownership;
    this.runs = runs;
    this.recovery = recovery;
  }

  synchronized void schedule() {
    if (!closed) {
      timer = settings.time().schedule(settings.commandInterval(), this::look);
    }
  }

  synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void look() {
    try {
      recovery.recoverStranded();
      var us = ownership.current();
      if (us.isPresent() && runs.count() > 0) {
        settings.store().pendingCommands(us.get()).forEach(this::apply);
        if (runs.waitForLocks()) {
          settings.store().lockTurns(us.get()).forEach(this::wake);
        }
        runs.limits().lookAgain();
      }
    } catch (WorkflowException e) {
      WorkflowEngine.LOG.warn("commands can't be applied now: {}", e.getMessage());
    } finally {
      schedule();
    }
  }

  private void wake(String runId) {
    runs.find(runId).ifPresent(RunExecution::lookAgain);
  }

  private void apply(Command command) {
    try {
      runs.find(command.runId()).ifPresent(execution -> execution.command(command, true));
    } catch (WorkflowException e) { // the others are applied all the same
      WorkflowEngine.LOG.warn(
          "command {} can't be applied now: {}", command.commandId(), e.getMessage());
    }
  }
}
