package org.hwautomation.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.batch.BatchOrders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has nothing more of a batch started. */
@Command(
    name = "pause",
    description = "Start nothing more of a batch until it is resumed; what was started goes on.")
final class BatchPauseCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "BATCH", description = "Its name.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
  private String reason = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("batch pause")) {
      new BatchOrders(manager, GlobalOptions.actor()).pause(name, reason);
      screen.result(
          Map.of("name", name, "state", "paused"),
          () ->
              screen.line(
                  "batch %s starts nothing more; goes on with: %s"
                      .formatted(name, options.next("batch resume " + name))));
      return ExitCodes.DONE;
    }
  }
}
