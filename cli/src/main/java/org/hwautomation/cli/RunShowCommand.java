package org.hwautomation.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one run step by step. */
@Command(name = "show", description = "Show a run: its steps, how long they took, what failed.")
final class RunShowCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("run show")) {
      var report = RunReport.of(manager, run, options);
      screen.result(report.document(), () -> report.details(screen));
      return ExitCodes.DONE;
    }
  }
}
