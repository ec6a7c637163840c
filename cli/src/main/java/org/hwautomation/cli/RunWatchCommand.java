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
    description = {
      "Follow a run from its beginning to its end; leaving changes nothing.",
      "With HWAUTO_URL, the address of a service, and HWAUTO_TOKEN a token for it, from there: no"
          + " database is opened."
    })
final class RunWatchCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    var service = WatchedService.of(System.getenv());
    if (service.isPresent()) {
      return watch(screen, service.get());
    }
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

  private int watch(Screen screen, WatchedService service) throws InterruptedException {
    var end = service.follow(screen, run);
    var status = end.path("status").asString("");
    screen.result(
        end,
        () ->
            screen.line(
                "%s: %s%s"
                    .formatted(
                        end.path("hostname").asString(""),
                        status,
                        end.path("message").isNull()
                            ? ""
                            : ", " + end.path("message").asString(""))));
    return status.equals("completed") ? ExitCodes.DONE : ExitCodes.FAILED;
  }
}
