package org.hwautomation.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is done to the BIOS settings of a server. */
@Command(
    name = "bios",
    description = "Show, keep, compare, plan, stage and capture BIOS settings.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BiosShowCommand.class,
      BiosBackupCommand.class,
      BiosDiffCommand.class,
      BiosPlanCommand.class,
      BiosApplyCommand.class,
      BiosCaptureCommand.class,
      BiosDriftCommand.class,
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
