package org.hwautomation.provisioning.firmware;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hwautomation.provisioning.UpdatePolicy;

/** Which image a policy wants for a unit, or why none. */
sealed interface TargetChoice {
  /** This one; its way, its file and its approvals are yet to be looked at. */
  record Target(FirmwareImage image) implements TargetChoice {}

  /** None. */
  record None(SkippedUpdate why) implements TargetChoice {}

  static TargetChoice of(PlanUnit unit, FirmwareCatalog catalog, PlanRequest request) {
    return switch (request.policy()) {
      case BASELINE, MANUAL -> named(unit, request);
      case RECOMMENDED, LATEST, SECURITY_ONLY -> newest(unit, catalog, request.policy());
    };
  }

  private static TargetChoice named(PlanUnit unit, PlanRequest request) {
    if (unit.wanted().isEmpty()) {
      return new None(
          unit.skip(
              SkipReason.NOT_WANTED,
              Optional.empty(),
              request.policy() == UpdatePolicy.MANUAL
                  ? "no version was chosen for it"
                  : "device type '%s' names no version of it".formatted(request.deviceType())));
    }
    var wanted = unit.wanted().get().version();
    var version = FirmwareVersion.of(unit.type(), wanted);
    if (version.same(unit.version())) {
      return new None(
          unit.skip(SkipReason.SAME_VERSION, Optional.of(wanted), "runs what it shall run"));
    }
    var found = firstOf(unit.candidates(), version);
    if (found.isPresent()) {
      return new Target(found.get());
    }
    if (firstOf(unit.unclear(), version).isPresent()) {
      return new None(unclear(unit, firstOf(unit.unclear(), version).get()));
    }
    if (firstOf(unit.strangers(), version).isPresent()) {
      return new None(stranger(unit, firstOf(unit.strangers(), version).get()));
    }
    return new None(
        unit.skip(
            SkipReason.MISSING_IMAGE,
            Optional.of(wanted),
            "the catalog has no image of version %s for it; add one with 'hwauto firmware catalog add'"
                .formatted(wanted)));
  }

  private static Optional<FirmwareImage> firstOf(
      List<FirmwareImage> images, FirmwareVersion version) {
    return images.stream().filter(image -> image.parsed().same(version)).findFirst();
  }

  private static TargetChoice newest(PlanUnit unit, FirmwareCatalog catalog, UpdatePolicy policy) {
    if (unit.candidates().isEmpty()) {
      return new None(nothing(unit));
    }
    var running = unit.version();
    var taken = unit.candidates().stream().filter(catalog.rule(policy)::takes).toList();
    if (taken.isEmpty()) {
      return new None(
          unit.skip(
              SkipReason.NOT_WANTED,
              Optional.empty(),
              "policy %s takes none of the images for it".formatted(policy.wireName())));
    }
    var newer =
        taken.stream()
            .filter(image -> image.parsed().newerThan(running))
            .max(Comparator.comparing(FirmwareImage::parsed, FirmwareVersion.LISTED));
    if (newer.isPresent()) {
      return new Target(newer.get());
    }
    var same = firstOf(taken, running);
    if (same.isPresent()) {
      return new None(
          unit.skip(
              SkipReason.SAME_VERSION,
              Optional.of(same.get().version()),
              "runs the newest there is"));
    }
    var older = taken.stream().filter(image -> image.parsed().olderThan(running)).toList();
    if (!older.isEmpty()) {
      return new None(
          unit.skip(
              SkipReason.NEWER_RUNS,
              Optional.of(older.getLast().version()),
              "runs something newer than all that the policy takes"));
    }
    var declared = taken.stream().filter(image -> image.named(running)).toList();
    return declared.size() == 1
        ? new Target(declared.getFirst())
        : new None(incomparable(unit, taken.getFirst()));
  }

  private static SkippedUpdate nothing(PlanUnit unit) {
    if (!unit.unclear().isEmpty()) {
      return unclear(unit, unit.unclear().getFirst());
    }
    if (!unit.strangers().isEmpty()) {
      return stranger(unit, unit.strangers().getFirst());
    }
    return unit.skip(
        SkipReason.NOT_IN_CATALOG, Optional.empty(), "the catalog has no image for it");
  }

  private static SkippedUpdate unclear(PlanUnit unit, FirmwareImage image) {
    return unit.skip(
        SkipReason.UNCLEAR_ITEM,
        Optional.of(image.version()),
        "%s does not say which of several items it is for; write 'items' there"
            .formatted(image.position()));
  }

  private static SkippedUpdate stranger(PlanUnit unit, FirmwareImage image) {
    return unit.skip(
        SkipReason.WRONG_BOARD,
        Optional.of(image.version()),
        image.boards().isEmpty() && image.deviceTypes().isEmpty()
            ? "%s does not say for which board it is; write 'boards' there"
                .formatted(image.position())
            : "%s is for %s"
                .formatted(
                    image.file(),
                    String.join(
                        ", ", image.boards().isEmpty() ? image.deviceTypes() : image.boards())));
  }

  /** What to say where a version can't be told to be newer. */
  static SkippedUpdate incomparable(PlanUnit unit, FirmwareImage image) {
    var running = unit.version();
    return image.parsed().otherFamily(running)
        ? unit.skip(
            SkipReason.WRONG_BOARD,
            Optional.of(image.version()),
            image.parsed().whyNot(running) + "; that is another board's")
        : unit.skip(
            SkipReason.CANNOT_COMPARE,
            Optional.of(image.version()),
            image.parsed().whyNot(running)
                + "; if it is an update, name the running version in its 'min_from'");
  }
}
