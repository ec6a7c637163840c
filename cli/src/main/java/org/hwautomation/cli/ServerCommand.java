package org.hwautomation.cli;

import picocli.CommandLine.Command;

/** The inventory, which works without MAAS, and who of it is held. */
@Command(
    name = "server",
    description = "What is known of servers, and which of them are held.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServerListCommand.class,
      ServerShowCommand.class,
      ServerHistoryCommand.class,
      ServerDiscoverCommand.class,
      ServerHoldCommand.class,
      ServerHandOverCommand.class
    })
final class ServerCommand {}
