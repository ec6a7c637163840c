package org.hwautomation.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is done with firmware. */
@Command(
    name = "firmware",
    description = "Firmware: what a server has, which images there are, what it gets.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      FirmwareInventoryCommand.class,
      FirmwareCatalogCommand.class,
      FirmwarePlanCommand.class,
      FirmwareApplyCommand.class,
      FirmwareHistoryCommand.class,
      FirmwareForgetCommand.class
    })
final class FirmwareCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
