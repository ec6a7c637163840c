package org.hwautomation.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.redfish.LogEntry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows, keeps and empties a BMC's log of hardware events. */
@Command(
    name = "log",
    description = {
      "Show the log of hardware events, the newest first; 'save' keeps it in a file,",
      "'clear' keeps it in a file and then empties it.",
      "Write list, save or clear before or behind the SERVER; list if not given."
    })
final class BmcLogCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();
  @Mixin private WriteOptions write = new WriteOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "With list: so many entries at most; 0 for all. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "A file that is not there yet; backups/ in the state folder if not given.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    var action = target.action(Set.of("list", "save", "clear")).orElse("list");
    if (limit < 0) {
      throw new IllegalArgumentException("--limit " + limit + " is negative; 0 shows all");
    }
    if (out != null && action.equals("list")) {
      throw new IllegalArgumentException("--out goes with save and clear");
    }
    return action.equals("clear") ? clear() : look(action.equals("save"));
  }

  private int look(boolean save) throws IOException {
    var screen = options.screen();
    try (var manager = options.manager("bmc log")) {
      var place = target.place(manager);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var log = BiosViews.redfish(session).eventLog();
        var entries = log.entries();
        if (save) {
          var now = Instant.now();
          var file = out == null ? KeptFile.usual(manager, place, "log", now) : out;
          KeptFile.write(file, document(place, log.name(), entries));
          var told = Map.of("file", file.toString(), "count", entries.size());
          screen.result(
              told, () -> screen.line("%d entries kept in %s".formatted(entries.size(), file)));
          return ExitCodes.DONE;
        }
        var shown = entries.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
        screen.result(
            document(place, log.name(), shown),
            () -> {
              screen.table(
                  List.of("TIME", "SEVERITY", "EVENT"),
                  shown.stream().map(BmcLogCommand::row).toList());
              if (shown.size() < entries.size()) {
                screen.line(
                    "%d of %d entries; --limit 0 shows all"
                        .formatted(shown.size(), entries.size()));
              }
            });
        return ExitCodes.DONE;
      }
    }
  }

  private int clear() {
    try (var manager = options.manager(write, "bmc log clear")) {
      var place = target.place(manager);
      var file = out == null ? KeptFile.usual(manager, place, "log", Instant.now()) : out;
      var before = new HashSet<LogEntry>();
      return new BmcWrite(manager, options.screen(), place, write)
          .harmless()
          .run(
              "log-clear",
              "empty the log of hardware events; it is kept in " + file,
              session -> {
                var log = BiosViews.redfish(session).eventLog();
                if (!write.dryRun()) {
                  before.addAll(log.entries());
                  keep(file, document(place, log.name(), List.copyOf(before)));
                }
                log.clear();
              },
              wait ->
                  wait.until(
                      "the log to be empty",
                      LIMIT,
                      fresh -> {
                        var now = BiosViews.redfish(fresh).eventLog().entries();
                        return now.stream().anyMatch(before::contains)
                            ? Optional.empty()
                            : Optional.of(Map.of("kept", before.size(), "file", file.toString()));
                      }));
    }
  }

  private static void keep(Path file, Object document) {
    try {
      KeptFile.write(file, document);
    } catch (IOException e) {
      throw new UncheckedIOException("the log can't be kept, so it is not emptied", e);
    }
  }

  private static Map<String, Object> document(BmcPlace place, String log, List<LogEntry> entries) {
    var document = new LinkedHashMap<String, Object>();
    document.put("host", place.name());
    document.put("log", log);
    document.put("count", entries.size());
    document.put("entries", entries.stream().map(BmcLogCommand::fields).toList());
    return document;
  }

  private static Map<String, @Nullable Object> fields(LogEntry entry) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("id", entry.id());
    fields.put("created", entry.created().map(Instant::toString).orElse(null));
    fields.put("severity", word(entry));
    fields.put("message", entry.message());
    fields.put("sensor_type", entry.sensorType());
    fields.put("message_id", entry.messageId());
    return fields;
  }

  private static List<String> row(LogEntry entry) {
    return List.of(
        entry.created().map(Instant::toString).orElse("no clock"), word(entry), entry.message());
  }

  private static String word(LogEntry entry) {
    return entry.severity().name().toLowerCase(Locale.ROOT);
  }
}
