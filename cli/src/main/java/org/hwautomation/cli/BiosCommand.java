package org.hwautomation.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is done to the BIOS settings of a server. */
@Command(
    name = "bios",
    description = "Show, keep, compare and stage BIOS settings.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BiosShowCommand.class,
      BiosBackupCommand.class,
      BiosDiffCommand.class,
      BiosApplyCommand.class,
    })
final class BiosCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
