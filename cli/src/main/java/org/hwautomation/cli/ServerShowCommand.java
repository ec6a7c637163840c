package org.hwautomation.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.discovery.DiscoveredServer;
import org.hwautomation.provisioning.discovery.DiscoveryDocument;
import org.hwautomation.provisioning.original.ServerPast;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunRow;
import org.hwautomation.store.ServerHolds.ServerHold;
import org.hwautomation.workflow.RunQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows all that the inventory knows of a server. */
@Command(
    name = "show",
    description = {
      "Show all that is known of a server, its runs, what the original ran on it, and its power"
          + " states.",
      "Columns that somebody added to the table servers are shown too; what looks like a password or"
          + " token in them as ***."
    })
final class ServerShowCommand implements Callable<Integer> {
  /** Rows of the past that are shown; server history has all. */
  private static final int NEWEST = 10;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "SERVER", description = "Host name or MAAS system id.")
  private String name = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("server show")) {
      var server = RunNames.server(manager, name);
      var names = new RunNames(manager);
      var runs = manager.store().runs(RunQuery.ofServer(server.serverId()));
      var hold = manager.store().holds().find(server.serverId());
      var document = ServerListCommand.entry(server);
      document.put("held", hold.map(ServerHold::reason).orElse(null));
      document.put("runs", runs.stream().map(run -> RunRow.document(run, names)).toList());
      var found = DiscoveredServer.of(manager.connections().inventory().reports(server.serverId()));
      var view = new DiscoveryView(screen, found);
      if (!found.reports().isEmpty()) {
        document.put("hardware", DiscoveryDocument.of(found));
      }
      var added = ServerPast.added(server);
      document.put("added_columns", added);
      var id = Optional.of(server.serverId());
      var past = manager.store().originalHistory().list(id, OptionalLong.empty(), NEWEST);
      var power = manager.store().powerStates().list(id, OptionalLong.empty(), NEWEST);
      var pastView = new PastView(screen, names);
      document.put("history", pastView.documents(past));
      document.put("history_total", manager.store().originalHistory().count(id));
      document.put("power_states", pastView.powerDocuments(power));
      document.put("power_states_total", manager.store().powerStates().count(id));
      screen.result(
          document,
          () -> {
            ServerListCommand.entry(server)
                .forEach(
                    (key, value) ->
                        screen.line("%-24s %s".formatted(key, Plain.line(String.valueOf(value)))));
            added.forEach(
                (key, value) ->
                    screen.line(
                        "%-24s %s   (a column that somebody added)"
                            .formatted(Plain.line(key), Plain.line(String.valueOf(value)))));
            hold.ifPresent(
                held ->
                    screen.line(
                        screen.warn(
                            "held by %s since %s: %s"
                                .formatted(held.heldBy(), held.since(), held.reason()))));
            screen.line("");
            if (!found.reports().isEmpty()) {
              view.show();
              screen.line("");
            }
            screen.table(
                List.of("RUN", "WORKFLOW", "STATUS", "STARTED"),
                runs.stream()
                    .map(
                        run ->
                            List.of(
                                run.runId(),
                                run.workflowId(),
                                RunRow.word(run, manager.store()),
                                run.createdAt().toString()))
                    .toList());
            if (!past.isEmpty()) {
              screen.line("");
              screen.line("Runs of the original: " + document.get("history_total"));
              pastView.runs(past);
            }
            if (!power.isEmpty()) {
              screen.line("");
              screen.line("Power states: " + document.get("power_states_total"));
              pastView.power(power);
            }
            if (past.size() == NEWEST || power.size() == NEWEST) {
              screen.line("All of them: " + options.next("server history " + name));
            }
          });
      return ExitCodes.DONE;
    }
  }
}
