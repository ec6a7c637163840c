package org.hwautomation.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.batch.BatchOrders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has the servers of a batch started again. */
@Command(
    name = "resume",
    description = {
      "Go on with a batch that was paused or stopped; failures up to now stop it no more.",
      "This process starts its servers unless another does, and stays until nothing of it runs."
    },
    footer = "Exit codes: 0 all ready, 1 not all, 2 bad input, 130 Ctrl-C.")
final class BatchResumeCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private PaceOption pace = new PaceOption();

  @Parameters(paramLabel = "BATCH", description = "Its name.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
  private String reason = "";

  @Option(
      names = "--no-wait",
      description = "Leave it to a service or the process that has it, and do not stay.")
  private boolean leave;

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    try (var manager =
        GlobalOptions.manager(options.configuration(), pace.pace(), "batch resume " + name)) {
      new BatchOrders(manager, GlobalOptions.actor()).resume(name, reason);
      if (leave) {
        screen.result(
            Map.of("name", name, "state", "running"),
            () -> screen.line("batch %s may go on".formatted(name)));
        return ExitCodes.DONE;
      }
      return BatchHere.follow(screen, manager, options.at(pace), name);
    }
  }
}
