package org.hwautomation.cli;

import org.hwautomation.provisioning.server.Pace;
import picocli.CommandLine.Option;

/** For simulated servers, whose time runs faster. */
final class PaceOption {
  @Option(
      names = "--pace",
      paramLabel = "X",
      description =
          "Look X times as often as usual; for simulated servers, as fast as --speed made them.")
  private double pace = 1;

  /** The option as it must be typed again; empty for the real world. */
  String words() {
    var whole = pace == Math.rint(pace);
    return pace == 1 ? "" : " --pace " + (whole ? String.valueOf((long) pace) : pace);
  }

  Pace pace() {
    return new Pace(pace);
  }
}
