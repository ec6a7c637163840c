package org.hwautomation.simulator;

import java.util.Optional;

/**
 * What a BMC was sent or fetched as an image.
 *
 * @param image what its header says, or empty if it has none
 * @param sha256 of all bytes, lower-case hex
 * @param bytes how many came
 */
public record ReceivedImage(
    String fileName, Optional<FirmwareImage> image, String sha256, long bytes) {
  /** Whether it is an image and came whole. */
  public boolean whole() {
    return image.isPresent() && image.get().size() == bytes;
  }
}
