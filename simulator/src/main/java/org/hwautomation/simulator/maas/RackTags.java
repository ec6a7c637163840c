package org.hwautomation.simulator.maas;

import java.util.List;
import java.util.regex.Pattern;

/** The tags by which people tell MAAS in which rack and unit a machine stands. */
final class RackTags {
  private static final Pattern NAME = Pattern.compile("rack(\\d+)-u(\\d+)");

  private RackTags() {}

  /** {@code rack-R01} and {@code unit-07} for {@code rack01-u07}; none for another name. */
  static List<String> of(String hostname) {
    var name = NAME.matcher(hostname);
    return name.matches() ? List.of("rack-R" + name.group(1), "unit-" + name.group(2)) : List.of();
  }
}
