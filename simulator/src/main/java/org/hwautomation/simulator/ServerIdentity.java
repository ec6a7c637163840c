package org.hwautomation.simulator;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Who a server is.
 *
 * @param hostname MAAS host name
 * @param systemId MAAS system id, 6 characters
 * @param serial system serial number (SMBIOS type 1; a Dell's service tag)
 * @param uuid system UUID as {@code dmidecode} prints it (SMBIOS 3.x, 7.2.1)
 * @param boardSerial baseboard serial number (SMBIOS type 2)
 * @param bmcMac MAC address of the BMC, lower case with colons
 */
public record ServerIdentity(
    String hostname, String systemId, String serial, UUID uuid, String boardSerial, String bmcMac) {

  /** The UUID with its first three fields in the other byte order, as some BMCs print it. */
  public UUID uuidSwapped() {
    var high = uuid.getMostSignificantBits();
    var low = Integer.reverseBytes((int) (high >>> 32));
    var middle = Short.reverseBytes((short) (high >>> 16));
    var version = Short.reverseBytes((short) high);
    return new UUID(
        ((long) low << 32) | ((middle & 0xFFFFL) << 16) | (version & 0xFFFFL),
        uuid.getLeastSignificantBits());
  }

  static ServerIdentity draw(
      String hostname, Personality personality, int index, SplittableRandom luck) {
    var alphabet = "0123456789BCDFGHJKLMNPQRSTVWXYZ";
    var serial =
        switch (personality) {
          case DELL -> text(luck, alphabet, 5) + base(index, alphabet, 2);
          case HPE -> "MXQ" + text(luck, "0123456789", 4) + base(index, alphabet, 3);
          case SUPERMICRO -> "S" + text(luck, "0123456789", 6) + "X" + base(index, alphabet, 4);
        };
    var oui =
        switch (personality) {
          case DELL -> "b0:7b:25";
          case HPE -> "94:40:c9";
          case SUPERMICRO -> "7c:c2:55";
        };
    return new ServerIdentity(
        hostname,
        text(luck, "abcdefghkmnpqrstwxy34678", 3) + base(index, "abcdefghkmnpqrstwxy34678", 3),
        serial,
        new UUID(
            (luck.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L,
            (luck.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L),
        "B" + text(luck, alphabet, 9) + base(index, alphabet, 3),
        mac(oui, 0xB0_0000 + index));
  }

  static String mac(String oui, int number) {
    return oui
        + String.format(
            Locale.ROOT, ":%02x:%02x:%02x", number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF);
  }

  private static String text(SplittableRandom luck, String alphabet, int length) {
    var text = new StringBuilder();
    for (var i = 0; i < length; i++) {
      text.append(alphabet.charAt(luck.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static String base(int number, String alphabet, int length) {
    var text = new StringBuilder();
    var rest = number;
    for (var i = 0; i < length; i++) {
      text.insert(0, alphabet.charAt(rest % alphabet.length()));
      rest /= alphabet.length();
    }
    return text.toString();
  }
}
