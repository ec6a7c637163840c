package org.hwautomation.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The database itself. */
@Command(
    name = "db",
    description = "The database itself.",
    subcommands = {
      DbStatusCommand.class,
      DbMigrateCommand.class,
      DbImportCommand.class,
      DbBackupCommand.class,
      DbRestoreCommand.class
    })
final class DbCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }
}
