package org.hwautomation.provisioning.firmware;

import java.util.List;
import java.util.Optional;
import org.hwautomation.definitions.file.Position;

/**
 * The versions that a device type wants, or that a person chose. Of several entries that mean an
 * item, the first counts.
 */
public record FirmwareBaseline(List<Entry> entries) {
  /** Wants nothing. */
  public static final FirmwareBaseline NONE = new FirmwareBaseline(List.of());

  /**
   * One version that is wanted.
   *
   * @param items of the type, which of its items
   * @param version as the maker spells it
   * @param position where that is written
   */
  public record Entry(FirmwareType type, ItemPattern items, String version, Position position) {}

  public FirmwareBaseline {
    entries = List.copyOf(entries);
  }

  Optional<Entry> wanted(FirmwareType type, InstalledItem item) {
    return entries.stream()
        .filter(entry -> entry.type() == type && entry.items().matches(item))
        .findFirst();
  }
}
