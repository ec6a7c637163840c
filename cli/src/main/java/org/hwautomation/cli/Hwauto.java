package org.hwautomation.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code hwauto} command. */
@Command(
    name = "hwauto",
    scope = CommandLine.ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Turns racked servers into ready ones.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      SimulateCommand.class,
      ProvisionCommand.class,
      StartCommand.class,
      RunCommand.class,
      BatchCommand.class,
      StatusCommand.class,
      WhyCommand.class,
      TemplateCommand.class,
      ActionCommand.class,
      ServerCommand.class,
      ConfigCommand.class,
      MaasCommand.class,
      BmcCommand.class,
      BiosCommand.class,
      FirmwareCommand.class,
      ScheduleCommand.class,
      AlertCommand.class,
      UserCommand.class,
      TokenCommand.class,
      AuditCommand.class,
      DbCommand.class,
      DoctorCommand.class,
      SupportBundleCommand.class,
      BridgeCommand.class,
      BenchCommand.class,
    })
public final class Hwauto implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    LogSetup.bridgeJdk();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    var failures = new Failures();
    return new CommandLine(new Hwauto())
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }
}
