package org.hwautomation.provisioning.discovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code dmidecode} prints: structures of SMBIOS (DSP0134). Immutable.
 *
 * @param structures in the order of the text
 */
public record Dmidecode(List<Structure> structures) {
  private static final Pattern HANDLE =
      Pattern.compile("Handle (0x[0-9A-Fa-f]+), DMI type ([0-9]{1,3}).*");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) (kB|MB|GB|TB)");

  /**
   * One structure.
   *
   * @param type of SMBIOS: 0 BIOS, 1 system, 2 baseboard, 17 memory device
   * @param values one-line values by name; lists that stand below a name are left out
   */
  public record Structure(int type, String title, Map<String, String> values) {
    /** A value that says something; see {@link Placeholder}. */
    public Optional<String> value(String name) {
      return Optional.ofNullable(values.get(name)).flatMap(Placeholder::real);
    }
  }

  public Dmidecode {
    structures = List.copyOf(structures);
  }

  /**
   * Reads the text, of one or more calls one after the other.
   *
   * @throws DiscoveryException if there is no structure in it
   */
  public static Dmidecode parse(String text) {
    var structures = new ArrayList<Structure>();
    @Nullable Map<String, String> values = null;
    var type = -1;
    var wantTitle = false;
    for (var line : text.lines().toList()) {
      var handle = HANDLE.matcher(line);
      if (handle.matches()) {
        type = Integer.parseInt(handle.group(2));
        wantTitle = true;
        values = null;
      } else if (wantTitle) {
        values = new LinkedHashMap<>();
        structures.add(new Structure(type, line.strip(), values));
        wantTitle = false;
      } else if (values != null && line.startsWith("\t") && !line.startsWith("\t\t")) {
        put(values, line);
      } else if (values != null && line.startsWith("    ") && !line.startsWith("         ")) {
        put(values, line);
      }
    }
    if (structures.isEmpty()) {
      var first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("nothing");
      throw new DiscoveryException(
          "dmidecode printed no structures but '" + shortened(first) + "'; it needs root");
    }
    return new Dmidecode(structures);
  }

  private static void put(Map<String, String> values, String line) {
    var colon = line.indexOf(':');
    if (colon > 0 && colon < line.length() - 1) {
      values.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  /** A value of the first structure of a type. */
  public Optional<String> value(int type, String name) {
    return structures.stream()
        .filter(structure -> structure.type() == type)
        .findFirst()
        .flatMap(structure -> structure.value(name));
  }

  /** All memory devices together, in MiB; empty where no size is given. */
  public Optional<Long> memoryMib() {
    var sum = 0L;
    for (var structure : structures) {
      var size = SIZE.matcher(structure.values().getOrDefault("Size", ""));
      if (structure.type() == 17 && size.matches()) {
        sum += mib(Long.parseLong(size.group(1)), size.group(2));
      }
    }
    return sum == 0 ? Optional.empty() : Optional.of(sum);
  }

  private static long mib(long size, String unit) {
    return switch (unit) {
      case "kB" -> size >> 10;
      case "GB" -> size << 10;
      case "TB" -> size << 20;
      default -> size;
    };
  }
}
