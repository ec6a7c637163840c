package org.hwautomation.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.discovery.DiscoveredServer;
import org.hwautomation.provisioning.discovery.DiscoveryDocument;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunRow;
import org.hwautomation.store.ServerHolds.ServerHold;
import org.hwautomation.workflow.RunQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows all that the inventory knows of a server. */
@Command(name = "show", description = "Show all that is known of a server, and its runs.")
final class ServerShowCommand implements Callable<Integer> {
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
      screen.result(
          document,
          () -> {
            ServerListCommand.entry(server)
                .forEach((key, value) -> screen.line("%-24s %s".formatted(key, value)));
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
          });
      return ExitCodes.DONE;
    }
  }
}
