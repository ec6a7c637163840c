package org.hwautomation.provisioning.firmware;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The way from one version to another over those that may not be skipped: the fewest images, each
 * of which may be installed on the one before ({@link FirmwareImage#minFrom}).
 */
final class UpdatePath {
  private UpdatePath() {}

  /**
   * Finds it; of several shortest ones, one that goes over newer versions.
   *
   * @param images that may be used, the target among them
   * @return the images to install, the target last; empty if there is no way
   */
  static Optional<List<FirmwareImage>> find(
      FirmwareVersion running, FirmwareImage target, Collection<FirmwareImage> images) {
    if (target.parsed().olderThan(running)) {
      return target.installableFrom(running) ? Optional.of(List.of(target)) : Optional.empty();
    }
    var newestFirst = new ArrayList<>(images);
    newestFirst.sort(
        Comparator.comparing(FirmwareImage::parsed, FirmwareVersion.LISTED).reversed());
    var seen = new HashSet<FirmwareImage>();
    var ways = new ArrayDeque<List<FirmwareImage>>();
    ways.add(List.of());
    while (!ways.isEmpty()) {
      var way = ways.remove();
      var at = way.isEmpty() ? running : way.getLast().parsed();
      if (leads(at, target)) {
        return Optional.of(with(way, target));
      }
      for (var next : newestFirst) {
        if (!next.equals(target) && isBefore(next, target) && leads(at, next) && seen.add(next)) {
          ways.add(with(way, next));
        }
      }
    }
    return Optional.empty();
  }

  /** True if an image is a step forward from a version, and may be installed on it. */
  private static boolean leads(FirmwareVersion at, FirmwareImage image) {
    return (image.named(at) && !image.parsed().same(at) && !image.parsed().olderThan(at))
        || (image.parsed().newerThan(at) && image.installableFrom(at));
  }

  /** Nothing newer than the target is installed on the way to it. */
  private static boolean isBefore(FirmwareImage image, FirmwareImage target) {
    return image.parsed().compare(target.parsed()).orElse(-1) < 0;
  }

  private static List<FirmwareImage> with(List<FirmwareImage> way, FirmwareImage next) {
    var longer = new ArrayList<>(way);
    longer.add(next);
    return longer;
  }
}
