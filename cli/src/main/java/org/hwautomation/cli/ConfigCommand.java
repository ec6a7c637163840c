package org.hwautomation.cli;

import picocli.CommandLine.Command;

/** The configuration. */
@Command(
    name = "config",
    description = "Look at the configuration, and take over the Python version's.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ConfigCheckCommand.class, ConfigImportCommand.class})
final class ConfigCommand {}
