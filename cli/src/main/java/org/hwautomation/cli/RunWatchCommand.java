package org.hwautomation.cli;

import java.util.concurrent.Callable;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.workflow.WorkflowStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Follows a run of any process. */
@Command(
    name = "watch",
    description = "Follow a run from its beginning to its end; leaving changes nothing.")
final class RunWatchCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    try (var manager = options.manager("run watch")) {
      var found = RunNames.find(manager, run);
      var name = new RunNames(manager).server(found.serverId());
      new RunFollower(screen, manager)
          .follow(found.runId(), name.isEmpty() ? found.workflowId() : name, 0);
      var report = RunReport.of(manager, found.runId(), options);
      screen.result(report.document(), () -> report.summary(screen));
      return RunNames.find(manager, found.runId()).status() == WorkflowStatus.COMPLETED
          ? ExitCodes.DONE
          : ExitCodes.FAILED;
    }
  }
}
