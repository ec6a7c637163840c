package org.hwautomation.cli;

import picocli.CommandLine.Command;

/** Definitions of workflows: shipped, and the operator's own. */
@Command(
    name = "template",
    description = "The definitions that runs are started from: those shipped, and your own.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TemplateListCommand.class,
      TemplateShowCommand.class,
      TemplateCheckCommand.class
    })
final class TemplateCommand {}
