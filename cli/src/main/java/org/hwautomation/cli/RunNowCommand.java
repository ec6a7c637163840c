package org.hwautomation.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a run wait for no maintenance window. */
@Command(
    name = "now",
    description = {
      "Let a run wait for no maintenance window from here on.",
      "What it waited for is done at once. A run that resumes it waits again."
    })
final class RunNowCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for those who ask later.")
  private String reason = "";

  @Override
  public Integer call() throws InterruptedException {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("--reason is blank; say why, for those who ask later");
    }
    return RunOrder.give(
        options,
        "run now",
        run,
        (engine, runId) -> engine.overrideWindow(runId, GlobalOptions.actor(), reason),
        runId -> "waits for no maintenance window; " + options.next("run watch " + runId));
  }
}
