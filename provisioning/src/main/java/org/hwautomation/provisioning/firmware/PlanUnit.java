package org.hwautomation.provisioning.firmware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Items that are planned as one: they run one version, and the same images and wishes are for them.
 *
 * @param candidates images for this server and these items
 * @param strangers images for such items of another board, or of nobody knows which
 * @param unclear images for this server that do not say which of its several items they are for
 * @param wanted what the device type or a person wants, if anything
 */
record PlanUnit(
    FirmwareType type,
    List<InstalledItem> items,
    List<FirmwareImage> candidates,
    List<FirmwareImage> strangers,
    List<FirmwareImage> unclear,
    Optional<FirmwareBaseline.Entry> wanted) {

  private record Key(
      String running,
      boolean updateable,
      List<FirmwareImage> candidates,
      Optional<FirmwareBaseline.Entry> wanted) {}

  /** All units of one type, in the order of the inventory. */
  static List<PlanUnit> of(
      FirmwareType type, MachineFirmware machine, FirmwareCatalog catalog, PlanRequest request) {
    var fitting = new ArrayList<FirmwareImage>();
    var strangers = new ArrayList<FirmwareImage>();
    for (var image : catalog.images()) {
      if (image.type() == type && machine.vendorIs(image.vendor())) {
        (fits(image, machine, request) ? fitting : strangers).add(image);
      }
    }
    var items = items(type, machine, fitting);
    var groups = new LinkedHashMap<Key, List<InstalledItem>>();
    for (var item : items) {
      var candidates =
          fitting.stream().filter(image -> image.meansItem(item) && isClear(image, items)).toList();
      groups
          .computeIfAbsent(
              new Key(
                  String.valueOf(item.version()),
                  item.updateable(),
                  candidates,
                  request.wanted().wanted(type, item)),
              key -> new ArrayList<>())
          .add(item);
    }
    var units = new ArrayList<PlanUnit>();
    groups.forEach(
        (key, members) ->
            units.add(
                new PlanUnit(
                    type,
                    List.copyOf(members),
                    key.candidates(),
                    strangers.stream().filter(i -> i.meansItem(members.getFirst())).toList(),
                    fitting.stream().filter(i -> !isClear(i, items)).toList(),
                    key.wanted())));
    return units;
  }

  /** True if an image is made for this server's board, or for its device type. */
  static boolean fits(FirmwareImage image, MachineFirmware machine, PlanRequest request) {
    var deviceType = request.deviceType();
    return image.boards().stream().anyMatch(machine::boardIs)
        || (deviceType != null && image.deviceTypes().contains(deviceType));
  }

  private static List<InstalledItem> items(
      FirmwareType type, MachineFirmware machine, List<FirmwareImage> fitting) {
    return machine.items().stream()
        .filter(InstalledItem::running)
        .filter(
            item ->
                type == FirmwareType.UEFI
                    ? fitting.stream().anyMatch(image -> image.meansItem(item))
                    : item.type().equals(Optional.of(type)))
        .toList();
  }

  private static boolean isClear(FirmwareImage image, List<InstalledItem> items) {
    return !image.items().isEmpty() || items.size() == 1;
  }

  String running() {
    return Objects.requireNonNull(items.getFirst().version(), "what runs has a version");
  }

  FirmwareVersion version() {
    return FirmwareVersion.of(type, running());
  }

  boolean updateable() {
    return items.getFirst().updateable();
  }

  String name() {
    var first = items.getFirst().name();
    return items.size() == 1 ? first : first + " and " + (items.size() - 1) + " more";
  }

  List<String> keys() {
    return items.stream().map(InstalledItem::key).toList();
  }

  SkippedUpdate skip(SkipReason reason, Optional<String> version, String message) {
    return new SkippedUpdate(
        type, name(), keys(), running(), version.orElse(null), reason, message);
  }
}
