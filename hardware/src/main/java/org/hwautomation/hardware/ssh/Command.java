package org.hwautomation.hardware.ssh;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.hwautomation.hardware.Secret;

/**
 * A command for the remote shell, with its limits. A secret never stands in the line, for the line
 * is visible to every user of the host: it goes through standard input.
 *
 * @param line as the remote shell reads it; see {@link org.hwautomation.hardware.ShellWords#quote}
 *     for outside texts
 * @param changing true if it changes something: the guard is asked before it is sent
 * @param timeLimit 60 seconds by default; then the channel is closed and the call fails
 * @param maxOutputBytes most bytes kept of each of standard output and standard error, 1 MiB by
 *     default; the rest is read and dropped
 * @param stdin given to the command, then its end; empty by default
 * @param secrets never shown in an error's text
 */
public record Command(
    String line,
    boolean changing,
    Duration timeLimit,
    int maxOutputBytes,
    Secret stdin,
    List<Secret> secrets) {
  private static final Duration USUAL_LIMIT = Duration.ofSeconds(60);
  private static final int USUAL_OUTPUT = 1 << 20;

  public Command {
    Objects.requireNonNull(stdin, "stdin is null");
    if (line.isBlank()) {
      throw new IllegalArgumentException("the command is empty");
    }
    if (timeLimit.isNegative() || timeLimit.isZero()) {
      throw new IllegalArgumentException("the time limit " + timeLimit + " is not positive");
    }
    if (maxOutputBytes < 1) {
      throw new IllegalArgumentException("maxOutputBytes " + maxOutputBytes + " is less than 1");
    }
    secrets = List.copyOf(secrets);
    for (var secret : secrets) {
      if (!secret.isEmpty() && !secret.redact(line).equals(line)) {
        throw new IllegalArgumentException(
            "a secret stands in the command line; give it by standard input");
      }
    }
  }

  /** A command that only looks. */
  public static Command reading(String line) {
    return new Command(line, false, USUAL_LIMIT, USUAL_OUTPUT, Secret.of(""), List.of());
  }

  /** A command that changes something. */
  public static Command changing(String line) {
    return new Command(line, true, USUAL_LIMIT, USUAL_OUTPUT, Secret.of(""), List.of());
  }

  public Command withTimeLimit(Duration limit) {
    return new Command(line, changing, limit, maxOutputBytes, stdin, secrets);
  }

  public Command withMaxOutputBytes(int bytes) {
    return new Command(line, changing, timeLimit, bytes, stdin, secrets);
  }

  /** Sent in UTF-8; held as a secret, since that is what it is for. */
  public Command withStdin(Secret text) {
    return new Command(line, changing, timeLimit, maxOutputBytes, text, secrets);
  }

  public Command withSecrets(List<Secret> hidden) {
    return new Command(line, changing, timeLimit, maxOutputBytes, stdin, hidden);
  }

  byte[] stdinBytes() {
    return stdin.reveal(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  String redact(String text) {
    var safe = stdin.redact(text);
    for (var secret : secrets) {
      safe = secret.redact(safe);
    }
    return safe;
  }
}
