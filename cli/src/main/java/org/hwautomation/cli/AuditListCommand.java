package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.store.Audit.AuditRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists entries of the audit, newest first. */
@Command(name = "list", description = "List entries of the audit, newest first.")
final class AuditListCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "Only those about one thing, such as a server's id or user:alice.")
  private @Nullable String target;

  @Mixin private LimitOption limit = new LimitOption();

  @Override
  public Integer call() {
    var most = limit.rows();
    var screen = options.screen();
    try (var manager = options.manager("audit list")) {
      var audit = manager.store().audit();
      var entries =
          target == null ? audit.newest(most) : audit.of(target).stream().limit(most).toList();
      screen.result(
          Map.of("entries", entries.stream().map(AuditListCommand::entry).toList()),
          () -> {
            if (entries.isEmpty()) {
              screen.line("no entries" + (target == null ? "" : " about " + target));
              return;
            }
            screen.table(
                List.of("ID", "AT", "ACTOR", "ACTION", "TARGET", "REASON"),
                entries.stream().map(AuditListCommand::row).toList());
          });
      return ExitCodes.DONE;
    }
  }

  private static Map<String, @Nullable Object> entry(AuditRecord entry) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("id", entry.id());
    document.put("at", entry.at().toString());
    document.put("actor", entry.actor());
    document.put("action", entry.action());
    document.put("target", entry.target());
    document.put("reason", entry.reason());
    return document;
  }

  private static List<String> row(AuditRecord entry) {
    return List.of(
        String.valueOf(entry.id()),
        entry.at().toString().substring(0, 19) + "Z",
        plain(entry.actor()),
        plain(entry.action()),
        plain(entry.target()),
        plain(entry.reason()));
  }

  /** In one line, and without what a terminal would obey. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
