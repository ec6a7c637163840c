package org.hwautomation.provisioning.discovery;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** A thing that is known of a server as a whole, and when two values of it are the same. */
public enum Fact {
  MANUFACTURER,
  PRODUCT,
  SERIAL,
  UUID,
  BOARD,
  BOARD_SERIAL,
  BIOS_VERSION,
  BMC_ADDRESS,
  CPU_MODEL,
  SOCKETS,
  CORES,
  THREADS,
  MEMORY_GIB,
  DIMMS,
  DISKS,
  PORTS;

  /** Words in processor names that say nothing about the model. */
  private static final Set<String> NOISE =
      Set.of("r", "tm", "cpu", "processor", "core", "with", "intel", "amd", "ghz");

  /** As in JSON and on the screen, {@code board_serial}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** True if both say the same, however they spell it; UUIDs in either byte order. */
  public boolean same(String one, String other) {
    return switch (this) {
      case MANUFACTURER -> VendorName.of(one).equals(VendorName.of(other));
      case UUID -> plain(one).equals(plain(other)) || plain(one).equals(swapped(plain(other)));
      case CPU_MODEL -> {
        var first = words(one);
        var second = words(other);
        yield first.containsAll(second) || second.containsAll(first);
      }
      default -> plain(one).equals(plain(other));
    };
  }

  /** With the bytes of the first three fields the other way round (SMBIOS 3.x, 7.2.1). */
  private static String swapped(String hex) {
    return hex.replaceFirst("^(..)(..)(..)(..)(..)(..)(..)(..)", "$4$3$2$1$6$5$8$7");
  }

  static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static Set<String> words(String text) {
    var words = new HashSet<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")));
    words.removeAll(NOISE);
    words.removeIf(word -> word.isEmpty() || word.matches("[0-9]{1,2}ghz|[0-9]{2}"));
    return words;
  }
}
