package org.hwautomation.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.provisioning.firmware.CatalogEdit;
import org.hwautomation.provisioning.firmware.Disruption;
import org.hwautomation.provisioning.firmware.FirmwareImage;
import org.hwautomation.provisioning.firmware.FirmwareType;
import org.hwautomation.provisioning.firmware.ImageDocument;
import org.hwautomation.provisioning.firmware.ItemPattern;
import org.hwautomation.provisioning.firmware.Severity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds an image to the catalog. */
@Command(
    name = "add",
    description = {
      "Add an image that lies in the catalog's folder: its size and SHA-256 are computed, and an",
      "entry is put at the end of catalog.yaml. What stands there is not touched."
    })
final class FirmwareCatalogAddCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  /** The image's {@code --version} takes the place of the usual options for help and version. */
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable") // picocli sets it
  private boolean help;

  @Parameters(
      paramLabel = "FILE",
      description = "The image; a relative path starts here, else at the catalog's folder.")
  private Path file = Path.of("");

  @Option(names = "--vendor", paramLabel = "V", required = true, description = "Such as dell.")
  private String vendor = "";

  @Option(
      names = "--component",
      paramLabel = "C",
      required = true,
      description = "bmc, bios, uefi, nic, storage, cpld or psu.")
  private String component = "";

  @Option(
      names = "--version",
      paramLabel = "X",
      required = true,
      description = "As the maker spells it, and as the BMC will.")
  private String version = "";

  @Option(
      names = "--board",
      paramLabel = "B",
      required = true,
      description = "Model or board that it is made for, as the BMC spells it; may be repeated.")
  private List<String> boards = new ArrayList<>();

  @Option(
      names = "--item",
      paramLabel = "GLOB",
      description = "Which of several items: id, name or software id; may be repeated.")
  private List<String> items = new ArrayList<>();

  @Option(
      names = "--min-from",
      paramLabel = "X",
      description = "May be installed on this version or newer; may be repeated.")
  private List<String> minFrom = new ArrayList<>();

  @Option(
      names = "--disruption",
      paramLabel = "D",
      description = "none, bmc_reset, host_reboot or ac_cycle; what is usual if not given.")
  private @Nullable String disruption;

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      description = "How long it takes, restart included; what is usual if not given.")
  private @Nullable Integer seconds;

  @Option(
      names = "--severity",
      paramLabel = "S",
      description = "critical, high, normal or low; ${DEFAULT-VALUE}.")
  private String severity = "normal";

  @Option(names = "--security", description = "It closes a security hole.")
  private boolean security;

  @Option(names = "--notes", paramLabel = "TEXT", description = "Release notes or their address.")
  private @Nullable String notes;

  @Override
  public Integer call() {
    var screen = options.screen();
    var catalog = CatalogEdit.file(options.configuration().firmwareCatalog());
    var type = FirmwareViews.type(component);
    var image = CatalogEdit.hashed(template(catalog, type));
    var written = CatalogEdit.add(catalog, image);
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("catalog", written.toString());
    document.put("image", ImageDocument.of(image));
    screen.result(
        document,
        () ->
            screen.line(
                "%s for %s, %d bytes, SHA-256 %s: added to %s"
                    .formatted(
                        image.title(),
                        String.join(", ", image.boards()),
                        image.size(),
                        image.sha256(),
                        written)));
    return ExitCodes.DONE;
  }

  private FirmwareImage template(Path catalog, FirmwareType type) {
    var absolute = catalog.toAbsolutePath().normalize();
    var parent = absolute.getParent();
    var folder = parent == null ? absolute : parent;
    var here = file.toAbsolutePath().normalize();
    var path = here.startsWith(folder) ? here : folder.resolve(file).normalize();
    if (!path.startsWith(folder)) {
      throw new IllegalArgumentException(
          "%s is not in the catalog's folder %s; copy it there first".formatted(file, folder));
    }
    if (seconds != null && (seconds < 0 || seconds > Duration.ofDays(1).toSeconds())) {
      throw new IllegalArgumentException(
          "--time %d is not a number of seconds up to a day".formatted(seconds));
    }
    return new FirmwareImage(
        vendor,
        boards,
        List.of(),
        type,
        items.stream().map(ItemPattern::new).toList(),
        version,
        minFrom,
        null,
        null,
        disruption == null
            ? type.usualDisruption()
            : FirmwareViews.known(
                "--disruption", disruption, Disruption.named(disruption), Disruption.names()),
        seconds == null ? type.usualTime() : Duration.ofSeconds(seconds),
        FirmwareViews.known("--severity", severity, Severity.named(severity), Severity.names()),
        security,
        notes,
        folder,
        folder.relativize(path).toString(),
        new Position(catalog.toString(), 1, 1));
  }
}
