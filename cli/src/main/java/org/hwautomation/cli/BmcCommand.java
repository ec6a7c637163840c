package org.hwautomation.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is done to one BMC. */
@Command(
    name = "bmc",
    description = "Look at one BMC, and power, boot or reset its server.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BmcInfoCommand.class,
      BmcPowerCommand.class,
      BmcBootCommand.class,
      BmcCiphersCommand.class,
      BmcLanCommand.class,
      BmcIdentifyCommand.class,
      BmcLogCommand.class,
      BmcSensorsCommand.class,
      BmcResetCommand.class,
      BmcRotateCommand.class,
      BmcTrustCommand.class,
      BmcUnlockCommand.class,
      BmcUsersCommand.class,
    })
final class BmcCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
