package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.RunNames;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the past of servers. */
@Command(
    name = "history",
    description = {
      "List what the original HWAutomation ran on a server, and when that was switched on and off,"
          + " newest first; without a server on all of them.",
      "A server that the inventory does not know any more is named by its id."
    })
final class ServerHistoryCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(arity = "0..1", paramLabel = "SERVER", description = "Host name or MAAS system id.")
  private @Nullable String name;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many of each; ${DEFAULT-VALUE}.")
  private int limit = 50;

  @Override
  public Integer call() {
    var most = LimitOption.checked(limit);
    var screen = options.screen();
    try (var manager = options.manager("server history")) {
      var store = manager.store();
      var id = Optional.ofNullable(name).map(each -> id(manager, each));
      var runs = store.originalHistory().list(id, OptionalLong.empty(), most);
      var power = store.powerStates().list(id, OptionalLong.empty(), most);
      var view = new PastView(screen, new RunNames(manager));
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("server_id", id.orElse(null));
      document.put("history", view.documents(runs));
      document.put("history_total", store.originalHistory().count(id));
      document.put("power_states", view.powerDocuments(power));
      document.put("power_states_total", store.powerStates().count(id));
      screen.result(
          document,
          () -> {
            screen.line("Runs of the original: " + document.get("history_total"));
            if (!runs.isEmpty()) {
              view.runs(runs);
              screen.line("The steps of one: " + options.next("run history ROW"));
            }
            screen.line("");
            screen.line("Power states: " + document.get("power_states_total"));
            if (!power.isEmpty()) {
              view.power(power);
            }
          });
      return ExitCodes.DONE;
    }
  }

  /** The id of a server that the inventory knows, or that the history alone does. */
  private static String id(WorkflowManager manager, String name) {
    var store = manager.store();
    var known = store.inventory().findByName(name);
    if (known.isEmpty()
        && (store.originalHistory().count(Optional.of(name)) > 0
            || store.powerStates().count(Optional.of(name)) > 0)) {
      return name;
    }
    return RunNames.server(manager, name).serverId();
  }
}
