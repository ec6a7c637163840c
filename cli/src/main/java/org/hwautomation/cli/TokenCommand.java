package org.hwautomation.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is done with tokens of programs. */
@Command(
    name = "token",
    description = "Tokens of programs, for the service.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TokenListCommand.class, TokenCreateCommand.class, TokenRevokeCommand.class})
final class TokenCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
