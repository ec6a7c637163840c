package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.original.OriginalRuns;
import org.hwautomation.provisioning.runs.RunNames;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what the original ran. */
@Command(
    name = "history",
    description = {
      "List what the original HWAutomation ran, newest first, or show one row of it with its steps.",
      "Times are as the original wrote them, without a zone. What it left running is shown as"
          + " interrupted. Values that look like passwords or tokens are shown as ***."
    })
final class RunHistoryCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "ROW",
      description = "The number of a row, as the list has it.")
  private @Nullable Long row;

  @Option(
      names = "--server",
      paramLabel = "SERVER",
      description = "Only of this one, by host name or id.")
  private @Nullable String server;

  @Option(names = "--before", paramLabel = "ROW", description = "Only rows before this one.")
  private @Nullable Long before;

  @Mixin private LimitOption limit = new LimitOption();

  @Override
  public Integer call() {
    var most = limit.rows();
    var screen = options.screen();
    try (var manager = options.manager("run history")) {
      var view = new PastView(screen, new RunNames(manager));
      if (row == null) {
        list(screen, manager, view, most);
      } else {
        show(screen, manager, view, row);
      }
      return ExitCodes.DONE;
    }
  }

  private void show(Screen screen, WorkflowManager manager, PastView view, long id) {
    var run =
        manager
            .store()
            .originalHistory()
            .find(id)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the original wrote no row %d; list them with: hwauto run history"
                            .formatted(id)));
    var detail = OriginalRuns.detail(manager.store(), run, view.hostname(run.serverId()));
    screen.result(detail, () -> view.run(detail));
  }

  private void list(Screen screen, WorkflowManager manager, PastView view, int most) {
    var history = manager.store().originalHistory();
    var id =
        Optional.ofNullable(server)
            .map(
                name ->
                    manager
                        .store()
                        .inventory()
                        .findByName(name)
                        .map(found -> found.serverId())
                        .orElse(name));
    var runs =
        history.list(id, before == null ? OptionalLong.empty() : OptionalLong.of(before), most);
    var total = history.count(id);
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("history", view.documents(runs));
    document.put("total", total);
    screen.result(
        document,
        () -> {
          if (runs.isEmpty()) {
            screen.line(
                total == 0
                    ? "the original ran nothing that this database knows of"
                    : "there is no row before that");
            return;
          }
          view.runs(runs);
          if (runs.size() == most && total > most) {
            screen.line(
                "%d in all; older ones: %s"
                    .formatted(
                        total,
                        options.next(
                            "run history%s --before %d"
                                .formatted(
                                    server == null ? "" : " --server " + server,
                                    runs.getLast().id()))));
          }
        });
  }
}
