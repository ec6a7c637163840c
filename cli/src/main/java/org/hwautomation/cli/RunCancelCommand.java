package org.hwautomation.cli;

import java.util.concurrent.Callable;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.WorkflowStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cancels a run, whichever process executes it. */
@Command(
    name = "cancel",
    description = {
      "End a run as soon as it may end; what may not be cut off is waited for.",
      "A run whose process died on the way of a BMC to its new address, or while a BIOS applied its"
          + " settings, is looked after first: how did that go? Where nobody can tell, the command"
          + " ends with 1 and says what to look at, and the server stays locked until run release."
    })
final class RunCancelCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private PaceOption pace = new PaceOption();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
  private String reason = "cancelled";

  @Option(
      names = "--force",
      description =
          "Cut its clean-up short too; the run says what was not cleaned. A point of no return is"
              + " waited for all the same.")
  private boolean force;

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    try (var manager = GlobalOptions.manager(options.configuration(), pace.pace(), "run cancel")) {
      var found = RunNames.find(manager, run);
      var engine = manager.engine();
      if (!engine.cancel(found.runId(), GlobalOptions.actor(), reason, force)) {
        throw new IllegalArgumentException(
            "run %s has ended already: %s%s"
                .formatted(
                    found.runId(),
                    found.status().wireName(),
                    switch (found.phase()) {
                      case HELD ->
                          "; it still holds its server, give that up with: "
                              + options.next("run release " + found.runId());
                      default -> "";
                    }));
      }
      var state = engine.state(found.runId()).orElseThrow();
      if (!state.status().isTerminal()) {
        screen.say(awaited(state));
      }
      new RunFollower(screen, manager)
          .follow(found.runId(), new RunNames(manager).server(found.serverId()), found.lastSeq());
      var report = RunReport.of(manager, found.runId(), options);
      screen.result(report.document(), () -> report.summary(screen));
      return RunNames.find(manager, found.runId()).status() == WorkflowStatus.CANCELLED
              && !report.isHeld()
          ? ExitCodes.DONE
          : ExitCodes.FAILED;
    }
  }

  private static String awaited(RunState state) {
    return state
        .openPoint()
        .map(point -> "Waiting, since this must not be cut off: " + point.description())
        .or(
            () ->
                state
                    .awaitedPoint()
                    .map(
                        point ->
                            "First it has to be found out what became of this, which was cut off: "
                                + point.description()))
        .orElse(
            "Waiting for step "
                + state.currentStep().orElse("none")
                + " to notice; it ends within seconds");
  }
}
