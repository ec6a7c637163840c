package org.hwautomation.cli;

import java.util.Optional;
import org.hwautomation.provisioning.safety.BiosApproval;
import org.hwautomation.provisioning.server.Pace;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command takes that writes to a server. */
final class WriteOptions {
  @Mixin private PaceOption pace = new PaceOption();
  @Mixin private InUseOptions inUse = new InUseOptions();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Show what would be sent; send nothing.")
  private boolean dryRun;

  private boolean reasonServesMore;

  Pace pace() {
    return pace.pace();
  }

  boolean yes() {
    return yes;
  }

  boolean dryRun() {
    return dryRun;
  }

  /** The reason for writing to a server in use; empty if that is not allowed. */
  Optional<String> allowInUse() {
    return inUse.why(reasonServesMore);
  }

  /** What {@code option} approves, for the reason given. */
  BiosApproval approval(BiosApproveOption option) {
    reasonServesMore = option.isGiven();
    return option.because(inUse.reason());
  }
}
