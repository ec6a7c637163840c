package org.hwautomation.provisioning.batch;

import java.util.Optional;

/**
 * With how many failures a batch starts nothing more. Immutable.
 *
 * @param number of servers, or percent of them
 * @param percent which of the two
 */
record StopAfter(int number, boolean percent) {
  /**
   * Reads {@code 3} or {@code 10%}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static StopAfter parse(String text) {
    var plain = text.strip();
    var percent = plain.endsWith("%");
    var digits = percent ? plain.substring(0, plain.length() - 1).strip() : plain;
    if (!digits.matches("[0-9]{1,6}")
        || Integer.parseInt(digits) < 1
        || (percent && Integer.parseInt(digits) > 100)) {
      throw new IllegalArgumentException(
          "stop-after '%s' is neither a number of servers, such as 3, nor a share of them, such as 10%%"
              .formatted(text));
    }
    return new StopAfter(Integer.parseInt(digits), percent);
  }

  /** So many failures; of a share the next whole server, and one at least. */
  int failures(int servers) {
    return percent ? Math.max(1, Math.ceilDiv(servers * number, 100)) : number;
  }

  /** The number for a batch; empty if it is never stopped. */
  static Optional<Integer> failures(Optional<String> text, int servers) {
    return text.map(given -> parse(given).failures(servers));
  }
}
