package org.hwautomation.simulator.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hwautomation.simulator.Hardware;
import org.hwautomation.simulator.HardwareFault;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code lsblk} of util-linux 2.39: columns by {@code -o}, {@code --json}, {@code -b}, {@code -d}.
 */
record Lsblk(SimulatedServer server) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> STANDARD =
      List.of("name", "maj:min", "rm", "size", "ro", "type", "mountpoints");

  int run(Invocation call) {
    boolean json = false;
    boolean bytes = false;
    boolean headings = true;
    List<String> columns = STANDARD;
    List<String> words = call.arguments();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-o") || word.equals("--output")) {
        columns = columns(i + 1 < words.size() ? words.get(++i) : "");
      } else if (word.startsWith("--output=")) {
        columns = columns(word.substring(9));
      } else if (word.equals("--json")) {
        json = true;
      } else if (word.equals("--bytes")) {
        bytes = true;
      } else if (word.equals("--noheadings")) {
        headings = false;
      } else if (word.matches("-[Jbdnp]+o?")) {
        json |= word.contains("J");
        bytes |= word.contains("b");
        headings &= !word.contains("n");
        if (word.endsWith("o")) {
          columns = columns(i + 1 < words.size() ? words.get(++i) : "");
        }
      } else if (!word.equals("--nodeps")) {
        return call.fail(1, "the simulated lsblk does not know '" + word + "'");
      }
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    List<Hardware.Disk> disks =
        server.hardware().disks(server.faults().has(HardwareFault.LOST_DISK));
    for (int i = 0; i < disks.size(); i++) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (String column : columns) {
        String unknown = column;
        if (!known(column)) {
          return call.fail(1, "unknown column: " + unknown.toUpperCase(Locale.ROOT));
        }
        row.put(column, value(disks.get(i), i, column, bytes));
      }
      rows.add(row);
    }
    return HostTools.print(
        call,
        json
            ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("blockdevices", rows))
                + "\n"
            : table(columns, rows, headings));
  }

  private static List<String> columns(String text) {
    return Arrays.stream(text.split(",")).map(each -> each.toLowerCase(Locale.ROOT)).toList();
  }

  private static boolean known(String column) {
    return STANDARD.contains(column)
        || List.of("kname", "path", "model", "serial", "rota", "tran", "wwn", "rev", "vendor")
            .contains(column);
  }

  private static @Nullable Object value(
      Hardware.Disk disk, int index, String column, boolean bytes) {
    return switch (column) {
      case "name", "kname" -> disk.name();
      case "path" -> "/dev/" + disk.name();
      case "maj:min" -> "259:" + index;
      case "size" -> bytes ? (Object) disk.bytes() : human(disk.bytes());
      case "type" -> "disk";
      case "model" -> disk.model();
      case "serial" -> disk.serial();
      case "tran" -> disk.name().startsWith("nvme") ? "nvme" : "sata";
      case "rm", "ro", "rota" -> false;
      case "mountpoints" -> Arrays.asList((Object) null);
      default -> null;
    };
  }

  private static String human(long bytes) {
    double gib = bytes / 1024.0 / 1024 / 1024;
    return gib >= 1024
        ? String.format(Locale.ROOT, "%.1fT", gib / 1024)
        : String.format(Locale.ROOT, "%.1fG", gib);
  }

  private static String table(
      List<String> columns, List<Map<String, @Nullable Object>> rows, boolean headings) {
    StringBuilder text = new StringBuilder();
    if (headings) {
      text.append(String.join(" ", columns).toUpperCase(Locale.ROOT)).append('\n');
    }
    for (Map<String, @Nullable Object> row : rows) {
      List<String> cells = new ArrayList<>();
      for (String column : columns) {
        Object value = row.get(column);
        cells.add(
            value == null || value instanceof List<?>
                ? ""
                : value instanceof Boolean flag ? (flag ? "1" : "0") : value.toString());
      }
      text.append(String.join(" ", cells).stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
