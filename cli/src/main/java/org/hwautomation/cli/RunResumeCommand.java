package org.hwautomation.cli;

import java.util.concurrent.Callable;
import org.hwautomation.workflow.Phase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    try (var manager = GlobalOptions.manager(options.configuration(), pace.pace(), "run resume")) {
      var found = RunNames.find(manager, run);
      if (found.status().isTerminal() && found.phase() != Phase.HELD) {
        throw new IllegalArgumentException(
            "run %s is %s; only an interrupted, parked or held run can be resumed"
                .formatted(found.runId(), found.status().wireName()));
      }
      var resumed = manager.engine().resume(found.runId(), GlobalOptions.actor());
      var name = new RunNames(manager).server(found.serverId());
      screen.say("run " + resumed.runId() + ", workflow " + found.workflowId());
      return RunHere.follow(
          screen, manager, name.isEmpty() ? found.workflowId() : name, resumed, options.at(pace));
    }
  }
}
