package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.FirmwareImage;
import org.jspecify.annotations.Nullable;

/** Writes firmware images that the BMCs of a simulated data centre take. */
final class SimulatedImages {
  private static final Pattern WANTED = Pattern.compile("([^=@]+)=([^@]+)@(.+)");

  private final DataCentre dataCentre;
  private final @Nullable Path folder;

  SimulatedImages(DataCentre dataCentre, @Nullable Path folder) {
    this.dataCentre = dataCentre;
    this.folder = folder;
  }

  /**
   * Writes images of the form {@code COMPONENT=VERSION@SERVER}, each as {@code
   * VENDOR-COMPONENT-VERSION.bin}.
   *
   * @throws IllegalArgumentException if one has another form or there is no such server or
   *     component
   */
  void write(List<String> wanted) throws IOException {
    for (var text : wanted) {
      var match = WANTED.matcher(text);
      if (!match.matches()) {
        throw new IllegalArgumentException(
            "--image " + text + " is not COMPONENT=VERSION@SERVER, such as BIOS=2.0.0@rack01-u01");
      }
      if (folder == null) {
        throw new IllegalArgumentException("--image needs --images FOLDER, where it is written");
      }
      var server = dataCentre.server(match.group(3));
      server.firmware().version(match.group(1));
      FirmwareImage.of(server, match.group(1), match.group(2))
          .write(
              folder.resolve(
                  (server.personality().key() + "-" + match.group(1) + "-" + match.group(2))
                          .replaceAll("[^A-Za-z0-9._-]", "_")
                      + ".bin"));
    }
  }
}
