package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.Bios;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps the BIOS settings of a server in a file. */
@Command(name = "backup", description = "Write the present BIOS settings to a file.")
final class BiosBackupCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "A file that is not there yet; backups/ in the state folder if not given.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    var screen = options.screen();
    try (var manager = options.manager("bios backup")) {
      var place = target.place(manager);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var client = BiosViews.redfish(session);
        var settings = BiosViews.bios(session, Bios::settings);
        if (settings.attributes().isEmpty()) {
          throw new HardwareException(
              HardwareException.Kind.REJECTED,
              client.peer(),
              client.peer() + " shows no BIOS setting to keep; nothing was written");
        }
        var now = Instant.now();
        var kept = new LinkedHashMap<String, @Nullable Object>();
        kept.put("server", place.name());
        kept.put("serial", session.identity().serial());
        kept.put("taken_at", now.toString());
        kept.put("bios_version", client.system().biosVersion());
        kept.put("attributes", BiosViews.values(settings.attributes()));
        var file = out == null ? KeptFile.usual(manager, place, "bios", now) : out;
        KeptFile.write(file, kept);
        var document = new LinkedHashMap<String, Object>();
        document.put("file", file.toString());
        document.put("count", settings.attributes().size());
        screen.result(
            document,
            () ->
                screen.line(
                    "%d settings kept in %s".formatted(settings.attributes().size(), file)));
        return ExitCodes.DONE;
      }
    }
  }
}
