package org.hwautomation.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers a step that asks a person. */
@Command(
    name = "approve",
    description = {
      "Say yes, or with --reject no, to a step that asks for an approval.",
      "Who may is not checked here: whoever can write the database can say it. The journal has who"
          + " it was."
    })
final class RunApproveCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Parameters(paramLabel = "STEP", description = "The step's path, as run show has it.")
  private String step = "";

  @Option(names = "--reject", description = "Say no: the step fails.")
  private boolean reject;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
  private String reason = "";

  @Override
  public Integer call() throws InterruptedException {
    return RunOrder.give(
        options,
        "run approve",
        run,
        (engine, runId) ->
            reject
                ? engine.refuse(runId, step, GlobalOptions.actor(), reason)
                : engine.approve(runId, step, GlobalOptions.actor(), reason),
        runId -> step + (reject ? " is refused" : " is approved"));
  }
}
