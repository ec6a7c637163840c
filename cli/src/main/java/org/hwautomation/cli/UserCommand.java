package org.hwautomation.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is done with accounts of people. */
@Command(
    name = "user",
    description = "Accounts of people, for the service.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UserListCommand.class,
      UserAddCommand.class,
      UserPasswordCommand.class,
      UserRoleCommand.class,
      UserDisableCommand.class,
      UserEnableCommand.class,
      UserRemoveCommand.class
    })
final class UserCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
