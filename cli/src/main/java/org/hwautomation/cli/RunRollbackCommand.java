package org.hwautomation.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.triage.LegalAction;
import org.hwautomation.provisioning.triage.Triage;
import org.hwautomation.workflow.WorkflowStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Undoes, here, what a held run did. */
@Command(
    name = "rollback",
    description = {
      "Undo what a failed and held run did, as a new run, here: the undos of its completed steps,"
          + " the last first, down to the last that passed a point of no return; then its steps for"
          + " failure.",
      "Only what a definition says how to undo is undone. Ends with 0 if all of that was done."
    })
final class RunRollbackCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private PaceOption pace = new PaceOption();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Option(names = "--yes", description = "Do not ask. Without a terminal nothing is asked either.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Show what would be undone; do nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    try (var manager =
        GlobalOptions.manager(options.configuration(), pace.pace(), "run rollback")) {
      var found = RunNames.find(manager, run);
      var situation = new Triage(manager).ofRun(found);
      var would =
          situation.actions().stream()
              .filter(action -> action.kind() == LegalAction.Kind.ROLL_BACK)
              .map(LegalAction::effect)
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "run %s can't be rolled back: %s"
                              .formatted(
                                  found.runId(),
                                  situation.actions().stream()
                                          .anyMatch(
                                              action -> action.kind() == LegalAction.Kind.RELEASE)
                                      ? "nothing it did says how it is undone; give it up with: "
                                          + options.next("run release " + found.runId())
                                      : "only a failed and held run can, and it is "
                                          + RunListCommand.word(found, manager.store()))));
      if (dryRun) {
        screen.result(
            Map.of("dry_run", true, "run_id", found.runId(), "effect", would),
            () -> screen.line(would));
        return ExitCodes.DONE;
      }
      var console = Terminal.console();
      if (!yes && !screen.json() && console.isPresent()) {
        screen.line(situation.name() + ": " + would);
        if (!Terminal.agrees(console.get(), screen, "Shall it be undone?")) {
          return ExitCodes.BAD_INPUT;
        }
      }
      var rollback = manager.engine().rollback(found.runId(), GlobalOptions.actor());
      screen.say("run " + rollback.runId() + ", workflow " + found.workflowId());
      RunHere.follow(screen, manager, situation.name(), rollback, options.at(pace));
      var end = rollback.state();
      return end.status() == WorkflowStatus.RUNNING || end.held() || end.notCleaned().isPresent()
          ? ExitCodes.FAILED
          : ExitCodes.DONE;
    }
  }
}
