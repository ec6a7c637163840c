package org.hwautomation.cli;

import java.util.concurrent.Callable;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.WorkflowStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on, here, with a run that was interrupted, parked or is held. */
@Command(
    name = "resume",
    description = "Go on with an interrupted, parked or held run; done steps are not done again.")
final class RunResumeCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private PaceOption pace = new PaceOption();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Option(names = "--yes", description = "Do not ask. Without a terminal nothing is asked either.")
  private boolean yes;

  @Option(
      names = "--dry-run",
      description = "Show which steps would run; take nothing over and send nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    try (var manager = GlobalOptions.manager(options.configuration(), pace.pace(), "run resume")) {
      var found = RunNames.find(manager, run);
      var held = found.phase() == Phase.HELD;
      if (found.status().isTerminal() && !(held && found.status() == WorkflowStatus.FAILED)) {
        throw new IllegalArgumentException(
            "run %s is %s; only an interrupted, parked or failed and held run can be resumed%s"
                .formatted(
                    found.runId(),
                    found.status().wireName(),
                    held
                        ? "; look at its server, then: "
                            + options.next("run release " + found.runId())
                        : ""));
      }
      if (dryRun) {
        var plan = ResumePlan.of(manager, found);
        screen.result(plan.document(), () -> plan.show(screen));
        return ExitCodes.DONE;
      }
      var console = Terminal.console();
      if (!yes && !screen.json() && console.isPresent()) {
        ResumePlan.of(manager, found).show(screen);
        if (!Terminal.agrees(
            console.get(), screen, "Is this the right server, and may it go on?")) {
          return ExitCodes.BAD_INPUT;
        }
      }
      var resumed = manager.engine().resume(found.runId(), GlobalOptions.actor());
      var name = new RunNames(manager).server(found.serverId());
      screen.say("run " + resumed.runId() + ", workflow " + found.workflowId());
      return RunHere.follow(
          screen, manager, name.isEmpty() ? found.workflowId() : name, resumed, options.at(pace));
    }
  }
}
