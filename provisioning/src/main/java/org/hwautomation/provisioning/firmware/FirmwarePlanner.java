package org.hwautomation.provisioning.firmware;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.hwautomation.provisioning.UpdatePolicy;

/**
 * Decides what to install on a server. Reads the files of the images that it plans, and nothing
 * else. Not thread-safe.
 */
public final class FirmwarePlanner {
  private final FirmwareCatalog catalog;
  private final Function<FirmwareImage, ImageCheck> check;
  private final Map<FirmwareImage, ImageCheck> checked = new HashMap<>();

  /** Plans with the images of a catalog. */
  public FirmwarePlanner(FirmwareCatalog catalog) {
    this(catalog, ImageCheck::of);
  }

  FirmwarePlanner(FirmwareCatalog catalog, Function<FirmwareImage, ImageCheck> check) {
    this.catalog = catalog;
    this.check = check;
  }

  /**
   * Makes a plan.
   *
   * @param now when
   * @throws IllegalArgumentException if the policy is {@code baseline} and there is no device type,
   *     or {@code manual} and nothing was chosen
   */
  public FirmwarePlan plan(MachineFirmware machine, PlanRequest request, Instant now) {
    if (request.policy() == UpdatePolicy.BASELINE && request.deviceType() == null) {
      throw new IllegalArgumentException(
          "policy baseline means the device type's versions; name the device type");
    }
    if (request.policy() == UpdatePolicy.MANUAL && request.wanted().entries().isEmpty()) {
      throw new IllegalArgumentException(
          "policy manual means versions that you choose; choose one at least");
    }
    var updates = new ArrayList<PlannedUpdate>();
    var skipped = new ArrayList<SkippedUpdate>();
    for (var type : FirmwareType.values()) {
      var units = PlanUnit.of(type, machine, catalog, request);
      for (var unit : units) {
        switch (TargetChoice.of(unit, catalog, request)) {
          case TargetChoice.None(var why) -> skipped.add(why);
          case TargetChoice.Target(var image) -> way(unit, image, request, updates, skipped);
        }
      }
      skipped.addAll(absent(type, units, machine, request));
    }
    return new FirmwarePlan(
        machine.server(),
        machine.identity(),
        machine.vendor(),
        machine.model(),
        now.truncatedTo(ChronoUnit.SECONDS),
        request.policy(),
        request.deviceType(),
        request.approvals(),
        request.reason(),
        machine.state(),
        updates,
        skipped,
        machine.warnings());
  }

  private void way(
      PlanUnit unit,
      FirmwareImage target,
      PlanRequest request,
      List<PlannedUpdate> updates,
      List<SkippedUpdate> skipped) {
    var wanted = Optional.of(target.version());
    var running = unit.version();
    var order = target.parsed().compare(running);
    var downgrade = order.isPresent() && order.getAsInt() < 0;
    if (order.isEmpty() && target.parsed().otherFamily(running)) {
      skipped.add(TargetChoice.incomparable(unit, target));
      return;
    }
    if (!unit.updateable()) {
      skipped.add(
          unit.skip(
              SkipReason.NOT_UPDATEABLE, wanted, "the BMC says that it can't update this item"));
      return;
    }
    var approval = Approval.of(unit.type());
    if (approval.isPresent() && !request.approvals().contains(approval.get())) {
      skipped.add(
          unit.skip(
              SkipReason.NEEDS_APPROVAL,
              wanted,
              "only with --approve %s --reason TEXT: mains power is taken away for it"
                  .formatted(approval.get().wireName())));
      return;
    }
    if (downgrade && !request.approvals().contains(Approval.DOWNGRADE)) {
      skipped.add(
          unit.skip(
              SkipReason.DOWNGRADE,
              wanted,
              "is older than what runs: only with --approve downgrade --reason TEXT"));
      return;
    }
    var usable = new LinkedHashSet<>(unit.candidates());
    Optional<ImageCheck> barred = Optional.empty();
    while (true) {
      var way = UpdatePath.find(running, target, usable);
      if (way.isEmpty()) {
        skipped.add(noWay(unit, target, barred));
        return;
      }
      var bad = way.get().stream().filter(image -> !checked(image).good()).findFirst();
      if (bad.isEmpty()) {
        updates.add(
            new PlannedUpdate(
                unit.type(),
                unit.name(),
                unit.keys(),
                unit.running(),
                downgrade,
                way.get().stream().map(PlannedImage::of).toList()));
        return;
      }
      if (!checked(target).good()) {
        skipped.add(unusable(unit, target, checked(target)));
        return;
      }
      barred = Optional.of(checked(bad.get()));
      usable.remove(bad.get());
    }
  }

  private ImageCheck checked(FirmwareImage image) {
    var known = checked.get(image);
    if (known == null) {
      known = check.apply(image);
      checked.put(image, known);
    }
    return known;
  }

  private static SkippedUpdate noWay(
      PlanUnit unit, FirmwareImage target, Optional<ImageCheck> barred) {
    if (barred.isPresent()) {
      return unusable(unit, target, barred.get());
    }
    if (target.parsed().compare(unit.version()).isEmpty()) {
      return TargetChoice.incomparable(unit, target);
    }
    return unit.skip(
        SkipReason.NO_PATH,
        Optional.of(target.version()),
        "%s may be installed on %s or newer, and no image leads there from %s; add the version in between to the catalog"
            .formatted(target.version(), String.join(" or ", target.minFrom()), unit.running()));
  }

  private static SkippedUpdate unusable(PlanUnit unit, FirmwareImage target, ImageCheck check) {
    var reason =
        switch (check.verdict()) {
          case MISSING -> SkipReason.MISSING_IMAGE;
          case NO_CHECKSUM, OUTSIDE, UNREADABLE, WRONG_SIZE, WRONG_CHECKSUM, GOOD ->
              SkipReason.BAD_CHECKSUM;
        };
    return unit.skip(reason, Optional.of(target.version()), check.message());
  }

  /** What is wanted, or there are images for, and this server does not have. */
  private List<SkippedUpdate> absent(
      FirmwareType type, List<PlanUnit> units, MachineFirmware machine, PlanRequest request) {
    var absent = new LinkedHashSet<SkippedUpdate>();
    for (var entry : request.wanted().entries()) {
      if (entry.type() == type
          && units.stream().noneMatch(unit -> Objects.equals(unit.wanted(), Optional.of(entry)))) {
        absent.add(
            missing(
                type,
                entry.items().equals(ItemPattern.ANY) ? "" : entry.items().glob(),
                entry.version(),
                request.policy() == UpdatePolicy.MANUAL
                    ? "it was chosen, and no such item runs here"
                    : "%s wants it, and no such item runs here".formatted(entry.position())));
      }
    }
    if (request.policy() != UpdatePolicy.BASELINE && request.policy() != UpdatePolicy.MANUAL) {
      for (var image : catalog.images()) {
        if (image.type() == type
            && machine.vendorIs(image.vendor())
            && PlanUnit.fits(image, machine, request)
            && units.stream().flatMap(unit -> unit.items().stream()).noneMatch(image::meansItem)) {
          absent.add(
              missing(
                  type,
                  String.join(", ", image.items().stream().map(ItemPattern::glob).toList()),
                  image.version(),
                  "%s is for an item that this server does not have".formatted(image.file())));
        }
      }
    }
    return List.copyOf(absent);
  }

  private static SkippedUpdate missing(
      FirmwareType type, String items, String version, String message) {
    return new SkippedUpdate(
        type,
        items.isEmpty() ? type.wireName() : items,
        List.of(),
        null,
        version,
        SkipReason.NO_SUCH_ITEM,
        message);
  }
}
