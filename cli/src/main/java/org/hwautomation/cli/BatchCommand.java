package org.hwautomation.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is done with batches. */
@Command(
    name = "batch",
    description = "Many servers at once; they are started by: hwauto provision -f FILE.csv",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BatchListCommand.class,
      BatchShowCommand.class,
      BatchPauseCommand.class,
      BatchResumeCommand.class,
      BatchCancelCommand.class
    })
final class BatchCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
