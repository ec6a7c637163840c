package org.hwautomation.provisioning.discovery;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Texts that firmware carries where nobody filled anything in. Two servers with the serial {@code
 * To be filled by O.E.M.} are not one server.
 */
public final class Placeholder {
  private static final Pattern NOTHING =
      Pattern.compile(
          "|-+|\\.+|x+|none|n/?a|null|unknown|undefined|invalid|not (specified|present|provided"
              + "|available|applicable|settable)|no asset tag|to be filled.*|o\\.e\\.m\\.?|oem"
              + "|default( string)?|system (manufacturer|product name|serial number|version)"
              + "|base ?board.*|(chassis )?(serial|part) number|empty|asset-?1234567890|0+|f{8,}"
              + "|0?123456789(0|abc.*)?|(00000000|ffffffff)-.*|03000200-0400-0500-0006-000700080009");

  private Placeholder() {}

  /** The text without space around it, or empty if it stands for nothing. */
  public static Optional<String> real(String text) {
    var stripped = text.strip();
    return NOTHING.matcher(stripped.toLowerCase(Locale.ROOT)).matches()
        ? Optional.empty()
        : Optional.of(stripped);
  }
}
