package org.hwautomation.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.batch.BatchProgress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists batches, newest first. */
@Command(name = "list", description = "List batches, newest first.")
final class BatchListCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("batch list")) {
      var store = manager.store();
      var all =
          store.batches().list().stream().map(batch -> BatchProgress.of(store, batch)).toList();
      screen.result(
          Map.of("batches", all.stream().map(BatchProgress::summary).toList()),
          () -> {
            if (all.isEmpty()) {
              screen.line("no batches; start one with: hwauto provision -f FILE.csv");
              return;
            }
            screen.table(
                List.of("BATCH", "TEMPLATE", "STATE", "SERVERS", "STARTED", "BY"),
                all.stream().map(BatchListCommand::row).toList());
          });
      return ExitCodes.DONE;
    }
  }

  private static List<String> row(BatchProgress progress) {
    var batch = progress.batch();
    return List.of(
        batch.name(),
        batch.terms().template(),
        batch.state().wireName() + (batch.why().isEmpty() ? "" : ": " + batch.why()),
        progress.words(),
        batch.createdAt().toString().substring(0, 19) + "Z",
        batch.createdBy());
  }
}
