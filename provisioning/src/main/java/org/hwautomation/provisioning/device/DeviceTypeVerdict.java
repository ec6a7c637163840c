package org.hwautomation.provisioning.device;

import java.util.List;
import java.util.stream.Collectors;

/** Which device type a discovered server is, if that can be told. */
public sealed interface DeviceTypeVerdict {
  /** By how much the best must be ahead of the second. */
  double MARGIN = 0.1;

  /** One type, far enough ahead. */
  record Sure(DeviceTypeMatch match) implements DeviceTypeVerdict {}

  /**
   * A person must say: several fit, or none well enough.
   *
   * @param choices the best first; empty if no type is of the server's vendor
   */
  record Ask(String why, List<DeviceTypeMatch> choices) implements DeviceTypeVerdict {
    public Ask {
      choices = List.copyOf(choices);
    }
  }

  /** Decides, from the best first. */
  static DeviceTypeVerdict of(List<DeviceTypeMatch> ranked) {
    if (ranked.isEmpty()) {
      return new Ask("no device type is of the server's vendor", List.of());
    }
    var best = ranked.getFirst();
    if (best.score() < DeviceTypeMatch.SURE) {
      return new Ask("none fits well; the best is " + best.summary(), ranked);
    }
    var near =
        ranked.stream().filter(match -> best.score() - match.score() < MARGIN - 1e-9).toList();
    if (near.size() > 1) {
      return new Ask(
          "%d fit alike: %s"
              .formatted(
                  near.size(),
                  near.stream().map(DeviceTypeMatch::summary).collect(Collectors.joining(", "))),
          near);
    }
    return new Sure(best);
  }
}
