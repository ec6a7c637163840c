package org.hwautomation.cli;

import picocli.CommandLine.Command;

/** What people are told of without having to look. */
@Command(
    name = "alert",
    description = {
      "What people are told of without having to look: by web hook and by e-mail.",
      "A service that runs on the database sends it; docs/on-call.md says what."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AlertListCommand.class, AlertTestCommand.class})
final class AlertCommand {}
