package org.hwautomation.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.batch.BatchOrders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has nothing more of a batch started, for good. */
@Command(
    name = "cancel",
    description = {
      "Start nothing more of a batch. What was started goes on, unless --runs says otherwise.",
      "The file can be started again; what is not ready is done then."
    })
final class BatchCancelCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "BATCH", description = "Its name.")
  private String name = "";

  @Option(names = "--runs", description = "Cancel its runs too; each ends when it may be cut off.")
  private boolean runs;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for journal and audit.")
  private String reason = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("batch cancel")) {
      var told = new BatchOrders(manager, GlobalOptions.actor()).cancel(name, runs, reason);
      screen.result(
          Map.of("name", name, "state", "cancelled", "runs_cancelled", told),
          () ->
              screen.line(
                  "batch %s starts nothing more%s"
                      .formatted(name, runs ? "; %d runs were told to end".formatted(told) : "")));
      return ExitCodes.DONE;
    }
  }
}
