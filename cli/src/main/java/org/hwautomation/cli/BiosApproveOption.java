package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.provisioning.safety.BiosApproval;
import picocli.CommandLine.Option;

/** Leave to change BIOS settings that can cut a server off (safety rule 10). */
final class BiosApproveOption {
  @Option(
      names = "--approve",
      paramLabel = "SETTING",
      description =
          "Change this BIOS setting though it can cut the server off; may be repeated, needs"
              + " --reason, and is audited.")
  private List<String> settings = new ArrayList<>();

  /** True if a setting is named, so that a reason is needed. */
  boolean isGiven() {
    return !settings.isEmpty();
  }

  /**
   * The approval; none if no setting is named.
   *
   * @throws IllegalArgumentException if a setting is named and no reason given
   */
  BiosApproval because(Optional<String> reason) {
    if (!isGiven()) {
      return BiosApproval.NONE;
    }
    return new BiosApproval(
        Set.copyOf(settings),
        reason.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--approve and --reason TEXT go together (safety rule 10)")));
  }
}
