package org.hwautomation.provisioning.safety;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hwautomation.provisioning.discovery.Placeholder;
import org.hwautomation.provisioning.network.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one source says a server is. Null or empty where it does not say; what firmware carries as a
 * placeholder counts as not said.
 *
 * @param source {@code BMC}, {@code MAAS}, {@code host}, {@code inventory}
 * @param serial of the system (SMBIOS type 1)
 * @param uuid of the system (SMBIOS type 1), in either byte order
 * @param boardSerial of the baseboard (SMBIOS type 2)
 * @param bmcMac of the BMC's own port
 * @param nicMacs of the host's ports, as many as the source knows
 */
public record Identity(
    String source,
    @Nullable String serial,
    @Nullable String uuid,
    @Nullable String boardSerial,
    @Nullable String bmcMac,
    Set<String> nicMacs) {
  public Identity {
    nicMacs = Set.copyOf(nicMacs);
  }

  /** One of which nothing is known yet; add with the {@code with} methods. */
  public static Identity from(String source) {
    return new Identity(source, null, null, null, null, Set.of());
  }

  public Identity withSerial(@Nullable String value) {
    return new Identity(source, value, uuid, boardSerial, bmcMac, nicMacs);
  }

  public Identity withUuid(@Nullable String value) {
    return new Identity(source, serial, value, boardSerial, bmcMac, nicMacs);
  }

  public Identity withBoardSerial(@Nullable String value) {
    return new Identity(source, serial, uuid, value, bmcMac, nicMacs);
  }

  public Identity withBmcMac(@Nullable String value) {
    return new Identity(source, serial, uuid, boardSerial, value, nicMacs);
  }

  public Identity withNicMacs(Set<String> value) {
    return new Identity(source, serial, uuid, boardSerial, bmcMac, value);
  }

  Optional<String> comparableSerial() {
    return comparable(serial);
  }

  Optional<String> comparableBoardSerial() {
    return comparable(boardSerial);
  }

  Optional<String> comparableBmcMac() {
    return Optional.ofNullable(bmcMac).flatMap(MacAddress::find).map(MacAddress::text);
  }

  Set<String> comparableNicMacs() {
    var macs = new TreeSet<String>();
    nicMacs.forEach(text -> MacAddress.find(text).map(MacAddress::text).ifPresent(macs::add));
    return macs;
  }

  /**
   * The UUID in the one of its two byte orders that sorts first. SMBIOS 2.6 and later store the
   * first three fields little-endian (DSP0134, 7.2.1); many BMCs print them as stored.
   */
  Optional<String> comparableUuid() {
    return Optional.ofNullable(uuid)
        .flatMap(Placeholder::real)
        .map(text -> text.toLowerCase(Locale.ROOT).replaceFirst("^urn:uuid:", ""))
        .map(text -> text.replaceAll("[{}-]", ""))
        .filter(text -> text.matches("[0-9a-f]{32}"))
        .map(
            hex -> {
              var other = swapped(hex);
              var first = hex.compareTo(other) <= 0 ? hex : other;
              return new UUID(
                      Long.parseUnsignedLong(first, 0, 16, 16),
                      Long.parseUnsignedLong(first, 16, 32, 16))
                  .toString();
            });
  }

  private static String swapped(String hex) {
    return hex.replaceFirst("(..)(..)(..)(..)(..)(..)(..)(..)(.{16})", "$4$3$2$1$6$5$8$7$9");
  }

  private static Optional<String> comparable(@Nullable String text) {
    return Optional.ofNullable(text)
        .flatMap(Placeholder::real)
        .map(value -> value.toUpperCase(Locale.ROOT));
  }
}
