package org.hwautomation.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.batch.BatchProgress;
import org.hwautomation.provisioning.batch.UnknownBatchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows how each server of a batch stands. */
@Command(name = "show", description = "Show how each server of a batch stands.")
final class BatchShowCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "BATCH", description = "Its name.")
  private String name = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("batch show")) {
      var store = manager.store();
      var progress = BatchProgress.of(store, UnknownBatchException.require(store, name));
      screen.result(
          progress.document(), () -> new BatchView(screen, options).show(progress, List.of()));
      return ExitCodes.DONE;
    }
  }
}
