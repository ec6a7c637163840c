package org.hwautomation.cli;

import picocli.CommandLine.Command;

/** The configuration. */
@Command(
    name = "config",
    description = "Look at the configuration.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ConfigCheckCommand.class)
final class ConfigCommand {}
