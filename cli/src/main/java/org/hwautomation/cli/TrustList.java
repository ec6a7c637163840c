package org.hwautomation.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.Problem;
import org.hwautomation.definitions.file.TextFile;
import org.hwautomation.hardware.CertificateFingerprint;

/**
 * A file of fingerprints that somebody vouches for: {@code SERVER FINGERPRINT} in each line; empty
 * lines, and what follows a {@code #}, count nothing.
 */
final class TrustList {
  private static final int MAX_BYTES = 8 << 20;

  private TrustList() {}

  /**
   * Reads it whole, or not at all.
   *
   * @throws BadFileException with every line that is not as it should be
   */
  static Map<String, CertificateFingerprint> read(Path file) {
    var trusted = new LinkedHashMap<String, CertificateFingerprint>();
    var problems = new ArrayList<String>();
    var number = 0;
    for (var line : TextFile.read(file, MAX_BYTES).lines().toList()) {
      number++;
      var words = line.replaceFirst("#.*", "").strip().split("\\s+", 2);
      if (words[0].isEmpty()) {
        continue;
      }
      try {
        if (words.length < 2) {
          throw new IllegalArgumentException("a line is SERVER FINGERPRINT");
        }
        var fingerprint = CertificateFingerprint.parse(words[1]);
        if (trusted.putIfAbsent(words[0], fingerprint) != null) {
          throw new IllegalArgumentException(words[0] + " stands twice; keep one");
        }
      } catch (IllegalArgumentException e) {
        var where = new Position(file.toString(), number, 1);
        problems.add(new Problem(where, String.valueOf(e.getMessage())).toString());
      }
    }
    if (!problems.isEmpty()) {
      throw new BadFileException(List.copyOf(problems));
    }
    if (trusted.isEmpty()) {
      throw new BadFileException(file + ": names no server; a line is SERVER FINGERPRINT");
    }
    return trusted;
  }
}
