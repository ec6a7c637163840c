package org.hwautomation.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is done with the catalog of firmware images. */
@Command(
    name = "catalog",
    description = "The firmware images that there are to choose from.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      FirmwareCatalogListCommand.class,
      FirmwareCatalogVerifyCommand.class,
      FirmwareCatalogAddCommand.class
    })
final class FirmwareCatalogCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
