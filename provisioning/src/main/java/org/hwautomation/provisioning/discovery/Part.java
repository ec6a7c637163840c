package org.hwautomation.provisioning.discovery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part, as one source sees it.
 *
 * @param key by which sources mean the same part: slot, serial number, MAC address or name
 * @param details {@code model}, {@code size}, {@code serial}, {@code bay}, {@code name}, {@code
 *     link}, {@code switch}, {@code switch_port}
 */
public record Part(Kind kind, String key, Map<String, String> details) {
  /** The size of a slot that is known to be empty. */
  public static final String EMPTY = "empty";

  /** What sort of part it is. */
  public enum Kind {
    DIMM,
    DISK,
    PORT,
    POWER_SUPPLY;

    /** As in JSON and on the screen. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  public Part {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  static Part of(Kind kind, String key) {
    return new Part(kind, key, Map.of());
  }

  /** The same with one more detail; silence, and what stands for it, is left out. */
  Part with(String name, @Nullable String value) {
    var said = Optional.ofNullable(value).flatMap(Placeholder::real);
    if (said.isEmpty()) {
      return this;
    }
    var more = new LinkedHashMap<>(details);
    more.put(name, said.get());
    return new Part(kind, key, more);
  }

  Part empty() {
    var more = new LinkedHashMap<>(details);
    more.put("size", EMPTY);
    return new Part(kind, key, more);
  }

  boolean isEmpty() {
    return EMPTY.equals(details.get("size"));
  }

  /**
   * One name for a slot, from the many that firmware and BMC give it: {@code DIMM A1}, {@code A1}
   * and {@code DIMM_A1} are {@code A1}, {@code P1-DIMMA1} is {@code P1/A1}, {@code PROC 1 DIMM 11}
   * is {@code PROC1/11}.
   */
  static String slot(String label) {
    var parted =
        label
            .toUpperCase(Locale.ROOT)
            .replaceAll("DIMM|SOCKET|SLOT", "/")
            .replaceAll("[^A-Z0-9/]", "")
            .replaceAll("/+", "/")
            .replaceAll("^/|/$", "");
    return parted.isEmpty() ? label.strip() : parted;
  }

  /** A disk's size as its maker counts: whole GB of 10^9 bytes. */
  static String gigabytes(long bytes) {
    return Math.round(bytes / 1e9) + " GB";
  }

  /** Memory, in GiB; less than one in MiB. */
  static String gibibytes(long mib) {
    return mib % 1024 == 0 ? mib / 1024 + " GiB" : mib + " MiB";
  }
}
