package org.hwautomation.simulator.host;

import java.util.Locale;
import org.hwautomation.simulator.Hardware;

/** {@code free}, and {@code /proc/meminfo} that it reads. */
record Free(Hardware hardware) {

  /** The kernel keeps some of the memory for itself. */
  private static long totalKib(Hardware hardware) {
    return hardware.memoryMiB() * 1024L * 985 / 1000;
  }

  private static final long USED_KIB = 3_145_728;
  private static final long CACHE_KIB = 1_572_864;

  static String meminfo(Hardware hardware) {
    long total = totalKib(hardware);
    StringBuilder text = new StringBuilder();
    field(text, "MemTotal", total);
    field(text, "MemFree", total - USED_KIB - CACHE_KIB);
    field(text, "MemAvailable", total - USED_KIB);
    field(text, "Buffers", 65_536);
    field(text, "Cached", CACHE_KIB - 65_536);
    field(text, "SwapCached", 0);
    field(text, "SwapTotal", 0);
    field(text, "SwapFree", 0);
    return text.toString();
  }

  private static void field(StringBuilder text, String name, long kib) {
    text.append(String.format(Locale.ROOT, "%-15s %8d kB\n", name + ":", kib));
  }

  int run(Invocation call) {
    String unit = "k";
    for (String word : call.arguments()) {
      unit =
          switch (word) {
            case "-b", "--bytes" -> "b";
            case "-k", "--kibi" -> "k";
            case "-m", "--mebi" -> "m";
            case "-g", "--gibi" -> "g";
            case "-h", "--human" -> "h";
            default -> "";
          };
      if (unit.isEmpty()) {
        return call.fail(1, "the simulated free does not know '" + word + "'");
      }
    }
    long total = totalKib(hardware);
    String header =
        "               total        used        free      shared  buff/cache   available\n";
    String memory =
        row(
            unit,
            "Mem:",
            total,
            USED_KIB,
            total - USED_KIB - CACHE_KIB,
            4096,
            CACHE_KIB,
            total - USED_KIB);
    return HostTools.print(call, header + memory + row(unit, "Swap:", 0, 0, 0));
  }

  private static String row(String unit, String name, long... kib) {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-8s", name));
    for (int i = 0; i < kib.length; i++) {
      String text = amount(unit, kib[i]);
      row.append(String.format(Locale.ROOT, "%12s", text));
    }
    return row.append('\n').toString();
  }

  private static String amount(String unit, long kib) {
    return switch (unit) {
      case "b" -> String.valueOf(kib * 1024);
      case "m" -> String.valueOf(kib / 1024);
      case "g" -> String.valueOf(kib / 1024 / 1024);
      case "h" -> human(kib);
      default -> String.valueOf(kib);
    };
  }

  private static String human(long kib) {
    if (kib == 0) {
      return "0B";
    }
    double value = kib;
    for (String suffix : new String[] {"Ki", "Mi", "Gi"}) {
      if (value < 1024) {
        return rounded(value) + suffix;
      }
      value /= 1024;
    }
    return rounded(value) + "Ti";
  }

  private static String rounded(double value) {
    return value < 10
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%.0f", value);
  }
}
