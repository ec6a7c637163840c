package org.hwautomation.provisioning.firmware;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hwautomation.definitions.file.Position;
import org.jspecify.annotations.Nullable;

/**
 * One image of a catalog. Immutable.
 *
 * @param vendor as the catalog spells it
 * @param boards models and boards that it is made for; together with {@code deviceTypes} empty
 *     means that the catalog does not say, and then it is never installed (safety rule 9)
 * @param deviceTypes device types that it is made for, where the catalog says it so
 * @param type of what
 * @param items which items of the type; empty means the one that a server has
 * @param version as the maker spells it
 * @param minFrom versions from which it may be installed, any of them or newer; empty means every
 *     one
 * @param sha256 64 lower-case hexadecimal digits; null if the catalog has none, and then it is
 *     never installed
 * @param size bytes; null if the catalog has none
 * @param disruption what installing it interrupts
 * @param time how long installing it takes, restart included
 * @param severity how much it matters
 * @param security true if it closes a security hole
 * @param releaseNotes text or address; null if there are none
 * @param folder that its file must lie in
 * @param file its file, relative to {@code folder}
 * @param position where the catalog has it
 */
public record FirmwareImage(
    String vendor,
    List<String> boards,
    List<String> deviceTypes,
    FirmwareType type,
    List<ItemPattern> items,
    String version,
    List<String> minFrom,
    @Nullable String sha256,
    @Nullable Long size,
    Disruption disruption,
    Duration time,
    Severity severity,
    boolean security,
    @Nullable String releaseNotes,
    Path folder,
    String file,
    Position position) {
  public FirmwareImage {
    boards = List.copyOf(boards);
    deviceTypes = List.copyOf(deviceTypes);
    items = List.copyOf(items);
    minFrom = List.copyOf(minFrom);
  }

  /** Where its file should be; see {@link ImageCheck} for whether it is. */
  public Path path() {
    return folder.resolve(file).normalize();
  }

  FirmwareVersion parsed() {
    return FirmwareVersion.of(type, version);
  }

  /** True if it may be installed on what runs this version. */
  public boolean installableFrom(FirmwareVersion running) {
    return minFrom.isEmpty()
        || minFrom.stream()
            .map(text -> FirmwareVersion.of(type, text))
            .anyMatch(least -> running.same(least) || running.newerThan(least));
  }

  /** True if the catalog names this very version as one from which it is an update. */
  boolean named(FirmwareVersion running) {
    return minFrom.stream().anyMatch(text -> FirmwareVersion.of(type, text).same(running));
  }

  /** True if it is for this item. What is UEFI no BMC says: there the patterns alone decide. */
  boolean meansItem(InstalledItem item) {
    var sort = item.type();
    if (type == FirmwareType.UEFI) {
      return items.stream().anyMatch(pattern -> pattern.matches(item));
    }
    return sort.isPresent()
        && sort.get() == type
        && (items.isEmpty() || items.stream().anyMatch(pattern -> pattern.matches(item)));
  }

  /** {@code bios 1.9.2}. */
  public String title() {
    return type.wireName() + " " + version;
  }
}
