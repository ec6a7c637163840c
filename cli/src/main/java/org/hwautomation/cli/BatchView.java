package org.hwautomation.cli;

import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.batch.BatchProgress;
import org.hwautomation.provisioning.batch.BatchProgress.Result;
import org.hwautomation.provisioning.batch.BatchProgress.ServerResult;
import org.hwautomation.workflow.RunRecord;
import org.jspecify.annotations.Nullable;

/** How batches are shown. */
final class BatchView {
  private final Screen screen;
  private final GlobalOptions options;

  BatchView(Screen screen, GlobalOptions options) {
    this.screen = screen;
    this.options = options;
  }

  static String word(Screen screen, Result result) {
    return switch (result) {
      case READY -> screen.good("✓ ready");
      case SKIPPED -> screen.good("✓ was ready");
      case RUNNING -> screen.running("▸ running");
      case WAITING -> screen.faint("· waiting");
      case HELD -> screen.bad("✗ held");
      case FAILED -> screen.bad("✗ failed");
      case REFUSED -> screen.bad("✗ refused");
      case PARKED -> screen.warn("! parked");
      case CANCELLED -> screen.faint("- cancelled");
    };
  }

  Map<String, @Nullable Object> document(BatchProgress progress, List<String> next) {
    var document = progress.document();
    document.put("next", next);
    return document;
  }

  /** A line for each server, then all of it in one. */
  void show(BatchProgress progress, List<String> next) {
    screen.table(
        List.of("SERVER", "RACK", "RESULT", "STEPS", "BMC GETS", "RUN", ""),
        progress.servers().stream().map(this::row).toList());
    var batch = progress.batch();
    screen.line("");
    screen.line(
        "batch %s is %s%s: %s"
            .formatted(
                screen.strong(batch.name()),
                batch.state().wireName(),
                batch.why().isEmpty() ? "" : " (" + batch.why() + ")",
                progress.words()));
    next.forEach(command -> screen.line("  " + command));
  }

  private List<String> row(ServerResult each) {
    var member = each.member();
    return List.of(
        member.server(),
        member.rack().orElse(""),
        word(screen, each.result()),
        each.run().map(run -> run.stepsCompleted() + "/" + run.totalSteps()).orElse(""),
        member.address().orElse(""),
        each.run().map(RunRecord::runId).orElse(""),
        each.message().lines().findFirst().orElse(""));
  }

  /** Where a batch can be looked at. */
  String look(String name) {
    return options.next("batch show " + name);
  }
}
