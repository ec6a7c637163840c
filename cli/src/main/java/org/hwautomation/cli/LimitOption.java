package org.hwautomation.cli;

import picocli.CommandLine.Option;

/** How many rows a list has at most. */
final class LimitOption {
  @Option(names = "--limit", paramLabel = "N", description = "At most; ${DEFAULT-VALUE}.")
  private int limit = 50;

  /** The number. */
  int rows() {
    return checked(limit);
  }

  /** A limit that was given; one without room for a row is refused. */
  static int checked(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("--limit " + limit + " is less than 1");
    }
    return limit;
  }
}
