package org.hwautomation.hardware.ssh;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a command did.
 *
 * @param exit how it ended
 * @param stdout in UTF-8
 * @param stderr in UTF-8
 * @param truncated true if it printed more than was asked to be kept
 */
public record CommandResult(
    Exit exit, String stdout, String stderr, boolean truncated, Duration duration) {

  /** How a command ended (RFC 4254, section 6.10). */
  public sealed interface Exit {
    /** It ended by itself. */
    record Status(int code) implements Exit {
      @Override
      public String toString() {
        return "exit status " + code;
      }
    }

    /**
     * A signal ended it.
     *
     * @param name without SIG, such as {@code KILL}
     */
    record Signal(String name) implements Exit {
      @Override
      public String toString() {
        return "killed by signal " + name;
      }
    }

    /**
     * The host closed the channel without saying. Usual when a command reboots the host; never a
     * success by itself.
     */
    record Unknown() implements Exit {
      @Override
      public String toString() {
        return "no exit status";
      }
    }
  }

  /** The exit status; empty if a signal ended the command or the host did not say. */
  public OptionalInt exitStatus() {
    return exit instanceof Exit.Status status ? OptionalInt.of(status.code()) : OptionalInt.empty();
  }

  /** True if it ended by itself with status 0. */
  public boolean succeeded() {
    return exit instanceof Exit.Status status && status.code() == 0;
  }
}
