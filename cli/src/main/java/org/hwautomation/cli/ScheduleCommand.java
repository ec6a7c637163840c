package org.hwautomation.cli;

import picocli.CommandLine.Command;

/** Runs that start by the clock. */
@Command(
    name = "schedule",
    description = {
      "Runs that start by the clock.",
      "They are kept in the database; a service that runs on it starts them. Every change is audited."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ScheduleAddCommand.class,
      ScheduleListCommand.class,
      ScheduleShowCommand.class,
      ScheduleNextCommand.class,
      ScheduleChangeCommand.class,
      SchedulePauseCommand.class,
      ScheduleResumeCommand.class,
      ScheduleRunCommand.class,
      ScheduleRemoveCommand.class
    })
final class ScheduleCommand {}
