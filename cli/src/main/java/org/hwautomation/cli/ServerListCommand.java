package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.store.ServerHolds.ServerHold;
import org.hwautomation.store.ServerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the servers of the inventory. */
@Command(
    name = "list",
    description = "List the servers that runs have seen, or that the original knew.")
final class ServerListCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("server list")) {
      var servers = manager.store().inventory().list();
      var held =
          manager.store().holds().list().stream()
              .map(ServerHold::serverId)
              .collect(Collectors.toSet());
      screen.result(
          Map.of("servers", servers.stream().map(ServerListCommand::entry).toList()),
          () -> {
            if (servers.isEmpty()) {
              screen.line(
                  "no server is known yet; ask MAAS with: " + options.next("maas machines"));
              return;
            }
            screen.table(
                List.of("SERVER", "ID", "READY", "MODEL", "TYPE", "BMC", "RACK", "WORKFLOW"),
                servers.stream()
                    .map(server -> row(screen, server, held.contains(server.serverId())))
                    .toList());
          });
      return ExitCodes.DONE;
    }
  }

  /** The columns that hold something, under the original's names, and the names people use. */
  static Map<String, @Nullable Object> entry(ServerRecord server) {
    var entry = new LinkedHashMap<String, @Nullable Object>();
    entry.put("server_id", server.serverId());
    entry.put("hostname", RunNames.hostname(server));
    entry.put("ready", server.isReady());
    server.identity().serial().ifPresent(serial -> entry.put("serial", serial));
    server.identity().uuid().ifPresent(uuid -> entry.put("uuid", uuid));
    entry.putAll(server.columns());
    return entry;
  }

  private static List<String> row(Screen screen, ServerRecord server, boolean held) {
    return List.of(
        Plain.line(RunNames.hostname(server)),
        Plain.line(server.serverId()),
        held ? screen.warn("held") : server.isReady() ? screen.good("yes") : "no",
        server.serverModel().map(Plain::line).orElse(""),
        server.deviceType().map(Plain::line).orElse(""),
        server.ipmiAddress().map(Plain::line).orElse(""),
        server.rackLocation().map(Plain::line).orElse(""),
        server.workflowId().map(Plain::line).orElse(""));
  }
}
