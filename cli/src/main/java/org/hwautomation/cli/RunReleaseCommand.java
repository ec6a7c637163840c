package org.hwautomation.cli;

import java.util.concurrent.Callable;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives up a held run: its server is free for others. */
@Command(
    name = "release",
    description =
        "Give up a failed or cancelled run that holds its server; it can't be resumed then.")
final class RunReleaseCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
  private String reason = "released";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("run release")) {
      var found = RunNames.find(manager, run);
      if (!manager.engine().release(found.runId(), GlobalOptions.actor(), reason)) {
        throw new IllegalArgumentException(
            "run %s holds nothing: it is %s"
                .formatted(found.runId(), RunRow.word(found, manager.store())));
      }
      var report = RunReport.of(manager, found.runId(), options);
      screen.result(
          report.document(),
          () -> screen.line("run %s gave its server back".formatted(found.runId())));
      return ExitCodes.DONE;
    }
  }
}
