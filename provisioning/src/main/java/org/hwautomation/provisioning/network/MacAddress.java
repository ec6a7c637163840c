package org.hwautomation.provisioning.network;

import java.util.Locale;
import java.util.Optional;

/**
 * An Ethernet address.
 *
 * @param text lower case with colons, {@code ac:1f:6b:dc:19:8e}
 */
public record MacAddress(String text) {
  public MacAddress {
    if (!text.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
      throw new IllegalArgumentException("'" + text + "' is not a MAC address in lower case");
    }
  }

  /**
   * Reads an address written with colons, dashes, dots or nothing between, in either case.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static MacAddress parse(String text) {
    var digits = text.strip().toLowerCase(Locale.ROOT);
    if (digits.matches(
        "([0-9a-f]{2}[:-]){5}[0-9a-f]{2}|([0-9a-f]{4}\\.){2}[0-9a-f]{4}|[0-9a-f]{12}")) {
      return new MacAddress(digits.replaceAll("[:.-]", "").replaceAll("(..)(?!$)", "$1:"));
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a MAC address: expected six pairs such as ac:1f:6b:dc:19:8e");
  }

  /** Reads an address; empty if it is none, or one that stands for none (all zeros, all ones). */
  public static Optional<MacAddress> find(String text) {
    try {
      return Optional.of(parse(text)).filter(MacAddress::names);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private boolean names() {
    return !text.equals("00:00:00:00:00:00") && !text.equals("ff:ff:ff:ff:ff:ff");
  }

  @Override
  public String toString() {
    return text;
  }
}
