package org.hwautomation.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a run make no further attempt. */
@Command(
    name = "pause",
    description = {
      "Let a run make no further attempt until it is resumed; what runs now ends first.",
      "Its server stays locked. Whichever process executes it hears of it within a second."
    })
final class RunPauseCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
  private String reason = "";

  @Override
  public Integer call() throws InterruptedException {
    return RunOrder.give(
        options,
        "run pause",
        run,
        (engine, runId) -> engine.pause(runId, GlobalOptions.actor(), reason),
        runId -> "goes on with: " + options.next("run resume " + runId));
  }
}
