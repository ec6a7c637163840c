package org.hwautomation.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Leaves a step of a live run out. */
@Command(
    name = "skip",
    description = {
      "Leave a step of a live run out, as if it had completed without a result.",
      "Not while an attempt of it runs. In a run that failed and is held, a step is left out with:"
          + " hwauto run resume RUN --skip STEP"
    })
final class RunSkipCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Parameters(paramLabel = "STEP", description = "The step's path, as run show has it.")
  private String step = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
  private String reason = "";

  @Override
  public Integer call() throws InterruptedException {
    return RunOrder.give(
        options,
        "run skip",
        run,
        (engine, runId) -> engine.skip(runId, step, GlobalOptions.actor(), reason),
        runId -> step + " is left out");
  }
}
