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

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why --allow-in-use is right; likewise --approve, where there is one.")
  private @Nullable String reason;

  /**
   * Why a server in use may be written to; empty if it may not.
   *
   * @throws IllegalArgumentException if one of the two is given without the other
   */
  Optional<String> why() {
    return why(false);
  }

  /**
   * The same.
   *
   * @param servesMore true if the reason is another option's too, so that it may stand alone
   */
  Optional<String> why(boolean servesMore) {
    var text = reason();
    if (allowed ? text.isEmpty() : text.isPresent() && !servesMore) {
      throw new IllegalArgumentException(
          "--allow-in-use and --reason TEXT go together (safety rule 2)");
    }
    return allowed ? text : Optional.empty();
  }

  /** What was given as a reason, for whatever option. */
  Optional<String> reason() {
    return Optional.ofNullable(reason).map(String::strip).filter(words -> !words.isEmpty());
  }
}
