package org.hwautomation.cli;

import picocli.CommandLine.Command;

/** The actions that steps of definitions use. */
@Command(
    name = "action",
    description = "What steps of workflows can do, as the actions declare it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ActionListCommand.class, ActionShowCommand.class})
final class ActionCommand {}
