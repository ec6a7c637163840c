package org.hwautomation.provisioning.steps;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hwautomation.hardware.redfish.FirmwareSlot;
import org.hwautomation.provisioning.firmware.FirmwareVersion;
import org.hwautomation.provisioning.firmware.InstalledItem;
import org.hwautomation.provisioning.firmware.PlannedImage;
import org.hwautomation.provisioning.firmware.PlannedUpdate;
import org.hwautomation.provisioning.safety.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * What an image is to bring about, and what the server says of it when it is asked. Each question
 * reads anew. Belongs to one attempt.
 */
final class ImageTarget {
  private final ServerWork work;
  private final PlannedUpdate update;
  private final PlannedImage image;
  private final String from;

  /**
   * Of one image.
   *
   * @param from the version that must run before
   */
  ImageTarget(ServerWork work, PlannedUpdate update, PlannedImage image, String from) {
    this.work = work;
    this.update = update;
    this.image = image;
    this.from = from;
  }

  /** True if all items run the image's version. */
  boolean isReached() {
    var items = items();
    return items.size() == update.items().size()
        && items.stream().allMatch(item -> same(item.version(), image.version()));
  }

  /** True if the version waits beside the one that runs, so that nothing is being written. */
  boolean isStaged() {
    return inventory()
        .filter(item -> item.slot() == FirmwareSlot.STAGED)
        .filter(item -> item.type().equals(Optional.of(image.type())))
        .anyMatch(item -> same(item.version(), image.version()));
  }

  /**
   * All items run the version that the plan begins from.
   *
   * @throws RefusedException if not; nothing was written
   */
  void requireBefore() {
    var items = items();
    if (items.size() != update.items().size()
        || !items.stream().allMatch(item -> same(item.version(), from))) {
      throw new RefusedException(
          9,
          "%s is at %s, and the plan begins at %s; somebody else changed it. Make a new plan"
              .formatted(update.name(), text(items), from));
    }
  }

  /** What runs, for people. */
  String running() {
    return text(items());
  }

  /** The inventory alone: it is read again and again while a BMC installs. */
  private Stream<InstalledItem> inventory() {
    return work.bmc().client().firmware().items().stream().map(InstalledItem::of);
  }

  private List<InstalledItem> items() {
    return inventory()
        .filter(item -> item.running() && update.items().contains(item.key()))
        .toList();
  }

  private boolean same(@Nullable String version, String other) {
    return version != null
        && FirmwareVersion.of(image.type(), version).same(FirmwareVersion.of(image.type(), other));
  }

  private static String text(List<InstalledItem> items) {
    return items.isEmpty()
        ? "none"
        : items.stream()
            .map(item -> Objects.toString(item.version(), "unknown"))
            .distinct()
            .collect(Collectors.joining(", "));
  }
}
