package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.discovery.VendorName;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.provisioning.firmware.ImageDocument;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the images of the catalog. */
@Command(name = "list", description = "List the images. No file of an image is read.")
final class FirmwareCatalogListCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--vendor", paramLabel = "V", description = "Of this vendor alone.")
  private @Nullable String vendor;

  @Option(names = "--component", paramLabel = "C", description = "Of this component alone.")
  private @Nullable String component;

  @Override
  public Integer call() {
    var screen = options.screen();
    var catalog = FirmwareCatalog.load(options.configuration().firmwareCatalog());
    var wanted = vendor;
    var type = component == null ? null : FirmwareViews.type(component);
    var images =
        catalog.images().stream()
            .filter(
                image ->
                    wanted == null || VendorName.of(image.vendor()).equals(VendorName.of(wanted)))
            .filter(image -> type == null || image.type() == type)
            .toList();
    var document = new LinkedHashMap<String, Object>();
    document.put("catalog", catalog.file().toString());
    document.put("count", images.size());
    document.put("images", images.stream().map(ImageDocument::of).toList());
    document.put("warnings", catalog.warnings());
    screen.result(
        document,
        () -> {
          screen.table(
              List.of("VENDOR", "COMPONENT", "VERSION", "FROM", "FOR", "SEVERITY", "FILE"),
              images.stream().map(FirmwareViews::row).toList());
          catalog.warnings().forEach(warning -> screen.line("! " + warning));
        });
    return ExitCodes.DONE;
  }
}
