package org.hwautomation.cli;

import java.util.Optional;
import org.hwautomation.provisioning.server.Pace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command takes that writes to a server. */
final class WriteOptions {
  @Mixin private PaceOption pace = new PaceOption();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Show what would be sent; send nothing.")
  private boolean dryRun;

  @Option(
      names = "--allow-in-use",
      description = "Write though somebody uses the server; needs --reason, and is audited.")
  private boolean allowInUse;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why --allow-in-use is right.")
  private @Nullable String reason;

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
    var text = reason == null ? "" : reason.strip();
    if (allowInUse == text.isEmpty()) {
      throw new IllegalArgumentException("--allow-in-use and --reason TEXT go together");
    }
    return allowInUse ? Optional.of(text) : Optional.empty();
  }
}
