package org.hwautomation.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A piece of firmware with its banks.
 *
 * @param id short name, such as {@code BIOS}, {@code BMC}, {@code NIC.1}
 * @param version the one that runs
 * @param previous the one that ran before, kept for the way back
 * @param staged written, and takes effect at the next reset
 */
public record FirmwareItem(
    String id,
    String name,
    String version,
    boolean updateable,
    @Nullable String previous,
    @Nullable String staged) {
  FirmwareItem(String id, String name, String version, boolean updateable) {
    this(id, name, version, updateable, null, null);
  }

  FirmwareItem withPrevious(String value) {
    return new FirmwareItem(id, name, version, updateable, value, staged);
  }

  FirmwareItem withStaged(String value) {
    return new FirmwareItem(id, name, version, updateable, previous, value);
  }

  /** Runs {@code value} now; what ran becomes the previous one. */
  FirmwareItem running(String value) {
    return new FirmwareItem(id, name, value, updateable, version, null);
  }
}
