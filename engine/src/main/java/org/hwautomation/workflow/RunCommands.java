package org.hwautomation.workflow;

import java.util.Optional;
import java.util.OptionalLong;

/** Gives commands to runs, whichever process executes them. Thread-safe. */
final class RunCommands {
  private final EngineSettings settings;
  private final LiveRuns runs;
  private final RunRecovery recovery;

  RunCommands(EngineSettings settings, LiveRuns runs, RunRecovery recovery) {
    this.settings = settings;
    this.runs = runs;
    this.recovery = recovery;
  }

  /**
   * Gives a command.
   *
   * @throws WorkflowException if it can't be carried out as the run stands
   */
  CommandAnswer give(
      String runId, Command.Kind kind, Value.Fields arguments, String actor, String reason) {
    var command = command(runId, kind, arguments, actor, reason);
    var execution = runs.find(runId);
    if (execution.isPresent()) {
      var outcome = execution.get().command(command, false);
      if (outcome.isPresent()) {
        refuse(command, outcome.get());
        return CommandAnswer.DONE;
      }
      recovery.awaitLeft(runId);
    }
    var state =
        RunState.of(settings.store().entries(runId, 0))
            .orElseThrow(() -> new RunNotFoundException(runId));
    refuse(command, CommandRules.judge(command, Optional.empty(), state));
    try {
      settings.store().submit(command);
    } catch (RunFencedException e) {
      throw new WorkflowException(
          "can't %s run %s: it ended meanwhile".formatted(inWords(kind), runId), e);
    }
    return CommandAnswer.GIVEN;
  }

  private static void refuse(Command command, CommandRules.Outcome outcome) {
    if (outcome instanceof CommandRules.Outcome.Refused(var why)) {
      throw new WorkflowException(
          "can't %s run %s: %s".formatted(inWords(command.kind()), command.runId(), why));
    }
  }

  private static String inWords(Command.Kind kind) {
    return kind == Command.Kind.OVERRIDE_WINDOW ? "override the window of" : kind.wireName();
  }

  private Command command(
      String runId, Command.Kind kind, Value.Fields arguments, String actor, String reason) {
    var now = settings.time().now();
    return new Command(
        RunIds.next(now), runId, kind, arguments, OptionalLong.empty(), actor, reason, now);
  }

  /**
   * As {@link WorkflowEngine#cancel}: a run that nobody executes is taken over for it.
   *
   * @return false if it had ended already
   */
  boolean cancel(String runId, String actor, String reason, boolean force) {
    var arguments = force ? Value.Fields.EMPTY.with("force", true) : Value.Fields.EMPTY;
    var command = command(runId, Command.Kind.CANCEL, arguments, actor, reason);
    var execution = runs.find(runId);
    if (execution.isPresent()) {
      var outcome = execution.get().command(command, false);
      if (outcome.isPresent()) {
        return !(outcome.get() instanceof CommandRules.Outcome.Refused);
      }
      recovery.awaitLeft(runId);
    }
    var run = settings.store().run(runId).orElseThrow(() -> new RunNotFoundException(runId));
    if (run.status().isTerminal()) {
      return false;
    }
    try {
      settings.store().submit(command);
    } catch (RunFencedException e) {
      return false; // it ended meanwhile
    }
    if (recovery.isLeft(run)) {
      try {
        recovery.adopt(runId, actor, true);
      } catch (RunOwnedException e) {
        WorkflowEngine.LOG.debug("{}; it applies the command", e.getMessage());
      } catch (RunFencedException e) {
        return false; // it ended meanwhile
      }
    }
    return true;
  }
}
