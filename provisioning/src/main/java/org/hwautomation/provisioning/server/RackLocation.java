package org.hwautomation.provisioning.server;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Where a server stands. Immutable.
 *
 * @param rack what people call the rack, such as {@code B12}
 * @param unit the lowest unit that it takes, from 1 at the bottom; empty if nobody said
 */
public record RackLocation(String rack, OptionalInt unit) {
  private static final Pattern WITH_UNIT =
      Pattern.compile("(?:(.+?)[\\s/,:_-]+|(.*\\d))U(\\d{1,2})", Pattern.CASE_INSENSITIVE);
  private static final String RACK_TAG = "rack-";
  private static final Pattern UNIT_TAG = Pattern.compile("unit-0*([1-9]\\d?)");

  /** As it is written: {@code B12-U07} is unit 7 of rack B12; without a unit all is the rack. */
  public static RackLocation of(String text) {
    var found = WITH_UNIT.matcher(text.strip());
    if (!found.matches()) {
      return new RackLocation(text.strip(), OptionalInt.empty());
    }
    return new RackLocation(
        Optional.ofNullable(found.group(1)).orElseGet(() -> found.group(2)),
        OptionalInt.of(Integer.parseInt(found.group(3))));
  }

  /**
   * What the tags of a machine in MAAS say: {@code rack-B12}, and {@code unit-07} beside it. Empty
   * without a tag of a rack, and where tags name several racks.
   */
  public static Optional<RackLocation> ofTags(List<String> tags) {
    var racks =
        tags.stream()
            .filter(tag -> tag.startsWith(RACK_TAG) && tag.length() > RACK_TAG.length())
            .map(tag -> tag.substring(RACK_TAG.length()))
            .toList();
    var units =
        tags.stream()
            .map(UNIT_TAG::matcher)
            .filter(found -> found.matches())
            .mapToInt(found -> Integer.parseInt(found.group(1)))
            .toArray();
    return racks.size() == 1
        ? Optional.of(
            new RackLocation(
                racks.getFirst(),
                units.length == 1 ? OptionalInt.of(units[0]) : OptionalInt.empty()))
        : Optional.empty();
  }

  /** As it is written: {@code B12-U07}, or the rack alone. */
  public String text() {
    return unit.isPresent() ? "%s-U%02d".formatted(rack, unit.getAsInt()) : rack;
  }
}
