package org.hwautomation.provisioning.discovery;

import java.util.Locale;

/** One name for each vendor, from the many that they put into SMBIOS, BMCs and files. */
public final class VendorName {
  private VendorName() {}

  /** {@code supermicro}, {@code hpe}, {@code dell}; of others their letters and digits. */
  public static String of(String text) {
    var plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    if (plain.startsWith("supermicro")) {
      return "supermicro";
    }
    if (plain.startsWith("hewlettpackard") || plain.equals("hp") || plain.equals("hpe")) {
      return "hpe";
    }
    return plain.startsWith("dell") ? "dell" : plain;
  }
}
