package org.hwautomation.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.provisioning.bios.GoldenBios;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.steps.BiosWords;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a device type of a server that is set up as it should be. */
@Command(
    name = "capture",
    description =
        "Make a device type of a golden server: the BIOS settings that differ from the maker's"
            + " defaults, without identity and secrets.")
final class BiosCaptureCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "A file that is not there yet; standard output if not given.")
  private @Nullable Path out;

  @Option(
      names = "--name",
      paramLabel = "T",
      description = "Name of the device type; captured-SERVER if not given.")
  private @Nullable String name;

  @Option(
      names = "--preserve",
      paramLabel = "GLOB",
      description = "Leave these settings out, too; several times.")
  private List<String> preserve = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    var screen = options.screen();
    try (var manager = options.manager("bios capture")) {
      var place = target.place(manager);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var client = BiosViews.redfish(session);
        var bios = BiosViews.bios(session, BiosWords::read);
        if (bios.current().isEmpty()) {
          throw new HardwareException(
              HardwareException.Kind.REJECTED,
              client.peer(),
              client.peer() + " shows no BIOS setting to capture; nothing was written");
        }
        var golden = GoldenBios.of(bios.registry(), bios.current(), preserve);
        var type =
            name == null ? "captured-" + place.name().replaceAll("[^A-Za-z0-9.-]", "-") : name;
        var text =
            golden.file(
                client.vendor().name().toLowerCase(Locale.ROOT),
                Objects.requireNonNullElse(client.system().model(), "unknown"),
                type,
                "captured from %s, BIOS %s"
                    .formatted(
                        place.name(),
                        Objects.requireNonNullElse(
                            client.system().biosVersion(), "of unknown version")));
        var back =
            bios.plan(DeviceTypes.parse("the captured file", text).get(type).bios(), Set.of());
        if (!back.isEmpty() || !back.problems().isEmpty()) {
          throw new IOException(
              "the captured settings do not read back as this server's; nothing was written\n"
                  + back.text());
        }
        if (out != null) {
          var folder = out.toAbsolutePath().getParent();
          if (folder != null) {
            Files.createDirectories(folder);
          }
          Files.writeString(out, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        }
        show(screen, golden, type, text);
        return ExitCodes.DONE;
      }
    }
  }

  private void show(Screen screen, GoldenBios golden, String type, String text) {
    var document = new LinkedHashMap<String, Object>();
    document.put("device_type", type);
    document.put("count", golden.settings().size());
    var settings = new LinkedHashMap<String, Object>();
    golden.settings().forEach((attribute, value) -> settings.put(attribute, value.json()));
    document.put("settings", settings);
    var leftOut = new LinkedHashMap<String, Object>();
    golden
        .leftOut()
        .forEach((why, count) -> leftOut.put(why.name().toLowerCase(Locale.ROOT), count));
    document.put("left_out", leftOut);
    document.put("without_default", golden.withoutDefault());
    if (out != null) {
      document.put("file", out.toString());
    }
    screen.result(
        document,
        () -> {
          if (out == null) {
            screen.print(text);
          } else {
            screen.line(
                "%d settings captured as device type %s in %s"
                    .formatted(golden.settings().size(), type, out));
          }
          golden
              .leftOut()
              .forEach(
                  (why, count) -> screen.problem("left out: %d %s".formatted(count, why.text())));
          if (golden.withoutDefault() > 0) {
            screen.problem(
                "the BMC tells no default for %d of them, so they may be the maker's"
                    .formatted(golden.withoutDefault()));
          }
        });
  }
}
