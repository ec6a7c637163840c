package org.hwautomation.provisioning.network;

import java.util.Optional;

/**
 * An IPv4 address in dotted decimal form, four octets. Octets with leading zeros are refused: some
 * tools read {@code 010} as eight, others as ten.
 *
 * @param bits the address as an unsigned 32-bit number
 */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {

  /**
   * Reads {@code 10.0.1.107}.
   *
   * @throws IllegalArgumentException saying what is wrong with {@code text}
   */
  public static Ipv4Address parse(String text) {
    var octets = text.split("\\.", -1);
    if (octets.length != 4) {
      throw malformed(text, "an IPv4 address has four numbers, such as 10.0.1.107");
    }
    var bits = 0;
    for (var octet : octets) {
      if (!octet.matches("[0-9]{1,3}")) {
        throw malformed(text, "'" + octet + "' is not a number from 0 to 255");
      }
      if (octet.length() > 1 && octet.charAt(0) == '0') {
        throw malformed(text, "'" + octet + "' has a leading zero; write it without");
      }
      var value = Integer.parseInt(octet);
      if (value > 255) {
        throw malformed(text, octet + " is more than 255");
      }
      bits = bits << 8 | value;
    }
    return new Ipv4Address(bits);
  }

  /** Reads an address, or empty if {@code text} is none. */
  public static Optional<Ipv4Address> find(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static IllegalArgumentException malformed(String text, String why) {
    return new IllegalArgumentException("'" + text + "' is not an IPv4 address: " + why);
  }

  /** True for an address that one host can have on a network: not 0/8, 127/8, 224/4 or 240/4. */
  public boolean isHost() {
    var first = bits >>> 24;
    return first != 0 && first != 127 && first < 224;
  }

  /** Orders by number: 10.0.0.9 before 10.0.0.10. */
  @Override
  public int compareTo(Ipv4Address other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  /** Dotted decimal. */
  @Override
  public String toString() {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 255)
        + "."
        + (bits >>> 8 & 255)
        + "."
        + (bits & 255);
  }
}
