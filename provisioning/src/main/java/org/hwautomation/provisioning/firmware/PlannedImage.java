package org.hwautomation.provisioning.firmware;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One image to install, as the catalog had it when the plan was made.
 *
 * @param file relative to the catalog's folder
 * @param sha256 of the file; checked when the plan was made
 * @param size bytes; null if the catalog has none
 * @param minFrom see {@link FirmwareImage#minFrom}
 * @param time how long it should take
 */
public record PlannedImage(
    FirmwareType type,
    String version,
    String file,
    String sha256,
    @Nullable Long size,
    List<String> minFrom,
    Disruption disruption,
    Duration time) {
  public PlannedImage {
    minFrom = List.copyOf(minFrom);
  }

  /**
   * Of an image whose file was checked.
   *
   * @throws IllegalArgumentException if the catalog has no SHA-256 of it
   */
  static PlannedImage of(FirmwareImage image) {
    var sha256 = image.sha256();
    if (sha256 == null) {
      throw new IllegalArgumentException(image.path() + " has no SHA-256");
    }
    return new PlannedImage(
        image.type(),
        image.version(),
        image.file(),
        sha256,
        image.size(),
        image.minFrom(),
        image.disruption(),
        image.time());
  }
}
