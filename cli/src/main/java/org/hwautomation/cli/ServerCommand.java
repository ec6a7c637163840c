package org.hwautomation.cli;

import picocli.CommandLine.Command;

/** The inventory; works without MAAS. */
@Command(
    name = "server",
    description = "What is known of servers; list and show work without MAAS.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ServerListCommand.class, ServerShowCommand.class, ServerDiscoverCommand.class})
final class ServerCommand {}
