package org.hwautomation.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is done with the audit. */
@Command(
    name = "audit",
    description = "Who did what and why, and whether that is as it was written.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AuditListCommand.class, AuditVerifyCommand.class, AuditHeadCommand.class})
final class AuditCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
