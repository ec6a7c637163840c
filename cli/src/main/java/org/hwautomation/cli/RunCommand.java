package org.hwautomation.cli;

import picocli.CommandLine.Command;

/** Runs that were started, by this process or another. */
@Command(
    name = "run",
    aliases = "workflow",
    description = "Look at runs, of any process, and tell them what to do.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunListCommand.class,
      RunHistoryCommand.class,
      RunShowCommand.class,
      RunWatchCommand.class,
      RunCancelCommand.class,
      RunPauseCommand.class,
      RunResumeCommand.class,
      RunApproveCommand.class,
      RunSkipCommand.class,
      RunNowCommand.class,
      RunRollbackCommand.class,
      RunReleaseCommand.class,
      RunEventsCommand.class,
      RunExportCommand.class,
      RunCareCommand.class,
      RunPruneCommand.class,
    })
final class RunCommand {}
