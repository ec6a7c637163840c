package org.hwautomation.cli;

import picocli.CommandLine.Command;

/** The inventory; works without MAAS. */
@Command(
    name = "server",
    description = "What runs have learned of servers; works without MAAS.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ServerListCommand.class, ServerShowCommand.class})
final class ServerCommand {}
