package org.hwautomation.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is asked of MAAS. */
@Command(
    name = "maas",
    description = "Ask MAAS.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {MaasStatusCommand.class, MaasMachinesCommand.class})
final class MaasCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
