package org.hwautomation.provisioning.server;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.hwautomation.provisioning.safety.Identity;

/** The lock keys of a server (safety rule 3): what its BMC is, however it was reached. */
public final class LockKeys {
  private LockKeys() {}

  /** {@code bmc/uuid/…} in the byte order that sorts first, and {@code bmc/mac/…}. */
  public static Set<String> of(Identity identity) {
    var keys = new LinkedHashSet<String>();
    var uuid = identity.uuid();
    if (uuid != null) {
      keys.add("bmc/uuid/" + canonical(uuid));
    }
    var mac = identity.bmcMac();
    if (mac != null) {
      keys.add("bmc/mac/" + mac.toLowerCase(Locale.ROOT).replace('-', ':'));
    }
    return keys;
  }

  /** {@code server/…} for a MAAS system id. */
  public static String ofServer(String systemId) {
    return "server/" + systemId;
  }

  private static String canonical(String text) {
    try {
      var uuid = UUID.fromString(text);
      var high = uuid.getMostSignificantBits();
      var swapped =
          new UUID(
              ((long) Integer.reverseBytes((int) (high >>> 32)) << 32)
                  | ((Short.reverseBytes((short) (high >>> 16)) & 0xFFFFL) << 16)
                  | (Short.reverseBytes((short) high) & 0xFFFFL),
              uuid.getLeastSignificantBits());
      var one = uuid.toString();
      var other = swapped.toString();
      return one.compareTo(other) <= 0 ? one : other;
    } catch (IllegalArgumentException e) {
      return text.toLowerCase(Locale.ROOT);
    }
  }
}
