package org.hwautomation.provisioning.batch;

import java.util.List;
import java.util.stream.IntStream;
import org.hwautomation.provisioning.network.Ipv4Address;

/**
 * Addresses in a row, both ends among them. Immutable.
 *
 * @param first the lowest
 * @param last the highest
 */
public record AddressRange(Ipv4Address first, Ipv4Address last) {
  /** More are no range for BMCs, but a mistake. */
  private static final int MOST = 65_536;

  public AddressRange {
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "address range %s-%s ends before it begins".formatted(first, last));
    }
    if (!first.isHost() || !last.isHost()) {
      throw new IllegalArgumentException(
          "address range %s-%s holds addresses that no host can have".formatted(first, last));
    }
    if (Integer.toUnsignedLong(last.bits()) - Integer.toUnsignedLong(first.bits()) >= MOST) {
      throw new IllegalArgumentException(
          "address range %s-%s has more than %d addresses".formatted(first, last, MOST));
    }
  }

  /**
   * Reads {@code 10.0.1.100-10.0.1.150}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static AddressRange parse(String text) {
    var ends = text.split("-", -1);
    if (ends.length != 2) {
      throw new IllegalArgumentException(
          "'%s' is no address range, such as 10.0.1.100-10.0.1.150".formatted(text));
    }
    return new AddressRange(Ipv4Address.parse(ends[0].strip()), Ipv4Address.parse(ends[1].strip()));
  }

  /** All of them that a host can have in a network of 256, in order: not .0 and .255. */
  List<String> addresses() {
    return IntStream.rangeClosed(0, last.bits() - first.bits())
        .mapToObj(offset -> new Ipv4Address(first.bits() + offset))
        .filter(address -> (address.bits() & 255) != 0 && (address.bits() & 255) != 255)
        .map(Ipv4Address::toString)
        .toList();
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
