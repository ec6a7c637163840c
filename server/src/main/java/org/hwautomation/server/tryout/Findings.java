package org.hwautomation.server.tryout;

import java.util.List;
import java.util.Map;

/**
 * What really happened to a simulated server, whatever the run says of it. Immutable.
 *
 * @param counts how often each kind of thing happened; those that never did are absent
 * @param happened the newest of them, the oldest first
 * @param unsafe acts that would have hurt a real server or data centre, in words
 */
public record Findings(Map<String, Integer> counts, List<Happening> happened, List<String> unsafe) {
  /** Nothing happened. */
  public static final Findings NONE = new Findings(Map.of(), List.of(), List.of());

  /**
   * Something that happened.
   *
   * @param afterSeconds simulated time since the server was racked
   * @param kind such as {@code reset}
   * @param channel through which it came, such as {@code redfish}
   * @param detail for people; holds no secret
   */
  public record Happening(double afterSeconds, String kind, String channel, String detail) {}

  public Findings {
    counts = Map.copyOf(counts);
    happened = List.copyOf(happened);
    unsafe = List.copyOf(unsafe);
  }
}
