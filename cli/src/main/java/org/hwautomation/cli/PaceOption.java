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

  Pace pace() {
    return new Pace(pace);
  }
}
