package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.store.FirmwareResults.FirmwareResult;
import org.hwautomation.store.FirmwareResults.Status;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what became of the firmware images of a server. */
@Command(
    name = "history",
    description = "Show which firmware images a server got, and what became of them.")
final class FirmwareHistoryCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "SERVER", description = "Host name or MAAS system id.")
  private String name = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("firmware history")) {
      var server = RunNames.server(manager, name);
      var results = manager.store().firmwareResults().of(server.serverId());
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("server_id", server.serverId());
      document.put("hostname", RunNames.hostname(server));
      document.put("results", results.stream().map(FirmwareHistoryCommand::entry).toList());
      screen.result(
          document,
          () -> {
            if (results.isEmpty()) {
              screen.line("no firmware was installed on " + RunNames.hostname(server));
              return;
            }
            screen.table(
                List.of("WHEN", "COMPONENT", "FROM", "TO", "STATUS", "RUN", ""),
                results.stream().map(result -> row(screen, result)).toList());
          });
      return ExitCodes.DONE;
    }
  }

  private static Map<String, @Nullable Object> entry(FirmwareResult result) {
    var entry = new LinkedHashMap<String, @Nullable Object>();
    entry.put("component", result.installation().component());
    entry.put("item", result.installation().item());
    entry.put("from", result.installation().fromVersion());
    entry.put("to", result.installation().toVersion());
    entry.put("sha256", result.installation().sha256());
    entry.put("status", word(result.status()));
    entry.put("message", result.message().orElse(null));
    entry.put("run_id", result.installation().runId());
    entry.put("started_at", result.startedAt().toString());
    entry.put("ended_at", result.endedAt().map(Object::toString).orElse(null));
    return entry;
  }

  private static List<String> row(Screen screen, FirmwareResult result) {
    var word = word(result.status());
    return List.of(
        result.startedAt().toString(),
        result.installation().component(),
        result.installation().fromVersion(),
        result.installation().toVersion(),
        switch (result.status()) {
          case SUCCEEDED -> screen.good(word);
          case FAILED -> screen.bad(word);
          case RUNNING -> screen.warn(word);
        },
        result.installation().runId(),
        result.message().orElse(""));
  }

  private static String word(Status status) {
    return switch (status) {
      case SUCCEEDED -> "succeeded";
      case FAILED -> "failed";
      case RUNNING -> "not known to have ended";
    };
  }
}
