package org.hwautomation.provisioning.network;

/**
 * An IPv4 network: its first address and the length of its prefix.
 *
 * @param network the first address; the bits behind the prefix are zero
 * @param prefix 0 to 32
 */
public record Subnet(Ipv4Address network, int prefix) {
  public Subnet {
    if (prefix < 0 || prefix > 32) {
      throw new IllegalArgumentException("prefix length " + prefix + " is not between 0 and 32");
    }
    if ((network.bits() & ~bits(prefix)) != 0) {
      throw new IllegalArgumentException(
          network + "/" + prefix + " is not a network: it has bits behind the prefix");
    }
  }

  /** The network of {@code prefix} bits that {@code address} lies in. */
  public static Subnet of(Ipv4Address address, int prefix) {
    return new Subnet(new Ipv4Address(address.bits() & bits(prefix)), prefix);
  }

  /**
   * The network that {@code address} lies in.
   *
   * @param mask as {@link #prefixOf} reads it
   * @throws IllegalArgumentException if the mask is none
   */
  public static Subnet of(Ipv4Address address, String mask) {
    return of(address, prefixOf(mask));
  }

  /**
   * Reads {@code 10.0.0.0/16}.
   *
   * @throws IllegalArgumentException if it is malformed or has bits behind the prefix
   */
  public static Subnet parse(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a network: write it with its prefix, such as 10.0.0.0/16");
    }
    return new Subnet(Ipv4Address.parse(text.substring(0, slash)), prefixOf(text.substring(slash)));
  }

  /**
   * The prefix length of a mask: {@code 255.255.0.0}, {@code /16} or {@code 16}.
   *
   * @throws IllegalArgumentException if it is none, such as {@code 255.0.255.0}
   */
  public static int prefixOf(String mask) {
    var length = mask.startsWith("/") ? mask.substring(1) : mask;
    if (length.matches("[0-9]|[12][0-9]|3[0-2]")) {
      return Integer.parseInt(length);
    }
    if (mask.startsWith("/")) {
      throw new IllegalArgumentException("'" + mask + "' is not a prefix from /0 to /32");
    }
    var mask32 = Ipv4Address.parse(mask).bits();
    var prefix = Integer.numberOfLeadingZeros(~mask32);
    if (mask32 != bits(prefix)) {
      throw new IllegalArgumentException(
          "'" + mask + "' is not a subnet mask: its ones must stand together, as in 255.255.255.0");
    }
    return prefix;
  }

  private static int bits(int prefix) {
    return prefix <= 0 ? 0 : -1 << (32 - prefix);
  }

  /** Dotted decimal, such as {@code 255.255.0.0}. */
  public Ipv4Address mask() {
    return new Ipv4Address(bits(prefix));
  }

  /** The last address. */
  public Ipv4Address broadcast() {
    return new Ipv4Address(network.bits() | ~bits(prefix));
  }

  public boolean contains(Ipv4Address address) {
    return (address.bits() & bits(prefix)) == network.bits();
  }

  /**
   * True if a host may have {@code address} here: it lies inside and is not the network's own or
   * the broadcast address. A /31 has neither (RFC 3021), and a /32 is one host.
   */
  public boolean hasHost(Ipv4Address address) {
    return contains(address)
        && (prefix >= 31 || !(address.equals(network) || address.equals(broadcast())));
  }

  /** {@code 10.0.0.0/16}. */
  @Override
  public String toString() {
    return network + "/" + prefix;
  }
}
