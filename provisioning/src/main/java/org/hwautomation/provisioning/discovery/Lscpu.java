package org.hwautomation.provisioning.discovery;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code lscpu} prints (in the C locale).
 *
 * @param model such as {@code AMD EPYC 7543 32-Core Processor}; null where it is not shown
 * @param architecture such as {@code x86_64}; null where it is not shown
 * @param sockets physical processors
 * @param cores of all sockets
 * @param threads logical CPUs that are there, on line or not
 */
public record Lscpu(
    @Nullable String model, @Nullable String architecture, int sockets, int cores, int threads) {
  private static final int MOST = 1 << 20;

  /**
   * Reads the text.
   *
   * @throws DiscoveryException if the number of CPUs is not in it
   */
  public static Lscpu parse(String text) {
    var values = new HashMap<String, String>();
    text.lines()
        .forEach(
            line -> {
              var colon = line.indexOf(':');
              if (colon > 0) {
                values.putIfAbsent(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
              }
            });
    var threads = number(values, "CPU(s)");
    if (threads == null) {
      throw new DiscoveryException("lscpu printed no 'CPU(s):' line; run it with LC_ALL=C");
    }
    // Arm names clusters where x86 names sockets
    var perSocket = number(values, "Core(s) per socket");
    var sockets = number(values, "Socket(s)");
    if (perSocket == null) {
      perSocket = number(values, "Core(s) per cluster");
      sockets = sockets == null ? number(values, "Cluster(s)") : sockets;
    }
    var perCore = number(values, "Thread(s) per core");
    var sure = sockets == null ? 1 : sockets;
    var cores =
        perSocket != null ? (long) perSocket * sure : threads / (perCore == null ? 1 : perCore);
    return new Lscpu(
        values.get("Model name"),
        values.get("Architecture"),
        sure,
        Math.clamp(cores, 1, MOST),
        threads);
  }

  private static @Nullable Integer number(Map<String, String> values, String name) {
    var text = values.getOrDefault(name, "");
    if (!text.matches("[0-9]{1,7}")) {
      return null;
    }
    var number = Integer.parseInt(text);
    return number < 1 || number > MOST ? null : number;
  }
}
