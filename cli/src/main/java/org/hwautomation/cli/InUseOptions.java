package org.hwautomation.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Leave to write to a server that somebody uses (safety rule 2); for every command that writes. */
final class InUseOptions {
  @Option(
      names = "--allow-in-use",
      description = "Also if somebody uses the server; needs --reason, and is audited.")
  private boolean allowed;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why --allow-in-use is right.")
  private @Nullable String reason;

  /**
   * Why a server in use may be written to; empty if it may not.
   *
   * @throws IllegalArgumentException if one of the two is given without the other
   */
  Optional<String> why() {
    var text = Optional.ofNullable(reason).map(String::strip).filter(words -> !words.isEmpty());
    if (allowed != text.isPresent()) {
      throw new IllegalArgumentException(
          "--allow-in-use and --reason TEXT go together (safety rule 2)");
    }
    return text;
  }
}
