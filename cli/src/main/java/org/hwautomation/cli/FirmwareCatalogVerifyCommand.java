package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.provisioning.firmware.ImageCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads every image of the catalog. */
@Command(
    name = "verify",
    description = {
      "Read every image and compare its size and SHA-256 with the catalog's.",
      "Ends with 1 if one is not as the catalog says."
    })
final class FirmwareCatalogVerifyCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    var catalog = FirmwareCatalog.load(options.configuration().firmwareCatalog());
    var checks = new ArrayList<Map<String, Object>>();
    var rows = new ArrayList<List<String>>();
    var bad = 0;
    for (var image : catalog.images()) {
      var check = ImageCheck.of(image);
      bad += check.good() ? 0 : 1;
      var fields = new LinkedHashMap<String, Object>();
      fields.put("file", image.file());
      fields.put("component", image.type().wireName());
      fields.put("version", image.version());
      fields.put("verdict", word(check));
      fields.put("message", check.message());
      checks.add(fields);
      rows.add(
          List.of(
              check.good() ? screen.good(word(check)) : screen.bad(word(check)),
              image.title(),
              check.good() ? image.file() : check.message()));
    }
    var document = new LinkedHashMap<String, Object>();
    document.put("catalog", catalog.file().toString());
    document.put("count", checks.size());
    document.put("bad", bad);
    document.put("images", checks);
    document.put("warnings", catalog.warnings());
    var summary =
        "%d of %d images are as the catalog says".formatted(checks.size() - bad, checks.size());
    screen.result(
        document,
        () -> {
          screen.table(List.of("VERDICT", "IMAGE", "FILE"), rows);
          screen.line("");
          screen.line(summary);
          catalog.warnings().forEach(warning -> screen.line("! " + warning));
        });
    return bad == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private static String word(ImageCheck check) {
    return check.verdict().name().toLowerCase(Locale.ROOT);
  }
}
