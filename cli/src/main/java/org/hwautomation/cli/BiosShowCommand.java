package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.redfish.Bios;
import org.hwautomation.hardware.redfish.BootOption;
import org.hwautomation.hardware.redfish.SecureBoot;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the BIOS settings of a server. */
@Command(
    name = "show",
    description = "Show BIOS settings: what is staged, and with --all or --json every one.")
final class BiosShowCommand implements Callable<Integer> {
  private static final String NOT_TOLD = "not told";

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
        var settings = BiosViews.bios(session, Bios::settings);
        var boot = client.boot();
        var override = boot.override();
        var first = boot.first().map(BootOption::displayName).orElse(null);
        var secure = boot.secureBoot().map(SecureBoot::enabled).orElse(null);
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
        document.put("boot_mode", override.mode());
        document.put("boot_first", first);
        document.put("boot_override", override.active() ? override.target() : null);
        document.put("secure_boot", secure);
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
              screen.line(
                  "boots: mode %s, first %s, override %s, Secure Boot %s"
                      .formatted(
                          Objects.toString(override.mode(), NOT_TOLD),
                          Objects.toString(first, NOT_TOLD),
                          override.active() ? override.target() : "off",
                          secure == null ? NOT_TOLD : secure ? "on" : "off"));
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
