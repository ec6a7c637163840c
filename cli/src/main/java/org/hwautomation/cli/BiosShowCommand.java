package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the BIOS settings of a server. */
@Command(
    name = "show",
    description = "Show BIOS settings: what is staged, and with --all or --json every one.")
final class BiosShowCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();

  @Option(names = "--all", description = "Every setting.")
  private boolean all;

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("bios show")) {
      var place = target.place(manager);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var client = BiosViews.redfish(session);
        var settings = client.bios().settings();
        var version = client.system().biosVersion();
        var current = BiosViews.values(settings.attributes());
        var pending = BiosViews.values(settings.pendingChanges());
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("host", place.name());
        document.put("bios_version", version);
        document.put("registry", settings.registryId());
        document.put("count", current.size());
        document.put("attributes", current);
        document.put("pending", pending);
        document.put("warnings", settings.warnings());
        screen.result(
            document,
            () -> {
              screen.line(
                  "BIOS %s: %d settings, %d staged for the next reset"
                      .formatted(
                          Objects.toString(version, "(version not told)"),
                          current.size(),
                          pending.size()));
              pending.forEach(
                  (name, value) ->
                      screen.line("  ~ %s  %s -> %s".formatted(name, current.get(name), value)));
              settings.warnings().forEach(warning -> screen.line("  ! " + warning));
              if (all) {
                screen.table(
                    List.of("SETTING", "VALUE"),
                    current.entrySet().stream()
                        .map(e -> List.of(e.getKey(), Objects.toString(e.getValue(), "(unset)")))
                        .toList());
              } else {
                screen.line("every setting: --all");
              }
            });
        return ExitCodes.DONE;
      }
    }
  }
}
