package org.hwautomation.hardware.ipmi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hwautomation.hardware.Secret;
import org.hwautomation.hardware.ShellWords;

/**
 * One call of {@code ipmitool}.
 *
 * @param arguments what follows the program's name, such as {@code chassis power status}; never
 *     with a secret in it
 * @param stdin for the program's standard input. A password goes this way
 * @param timeLimit after it the program is ended
 */
public record IpmiRequest(List<String> arguments, Optional<Secret> stdin, Duration timeLimit) {
  private static final List<List<String>> ONLY_ONCE =
      List.of(
          List.of("chassis", "power", "cycle"),
          List.of("chassis", "power", "reset"),
          List.of("chassis", "power", "soft"),
          List.of("mc", "reset", "cold"),
          List.of("mc", "reset", "warm"));

  public IpmiRequest {
    arguments = List.copyOf(arguments);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("no arguments for ipmitool");
    }
  }

  /**
   * The call as a line for a POSIX shell of the host whose BMC it is, every word quoted.
   *
   * <p>Where standard input is needed, {@code cat} stands before: OpenSSH gives a command a socket
   * for it, which {@code /dev/stdin} can't open; a pipe it can.
   *
   * @param program such as {@code sudo}, {@code -n}, {@code ipmitool}
   */
  public String shellLine(List<String> program) {
    var words = new ArrayList<>(program);
    words.addAll(arguments);
    return (stdin.isPresent() ? "cat | " : "") + ShellWords.join(words);
  }

  /**
   * True if carrying it out twice is another thing than once, so that a packet whose answer is lost
   * must not be sent again: a cycle or reset of the power, a reset of the BMC.
   */
  boolean onlyOnce() {
    return ONLY_ONCE.stream().anyMatch(words -> arguments.equals(words));
  }

  /** {@code ipmitool chassis power status}, for messages. */
  String shown() {
    return "ipmitool " + arguments.stream().collect(Collectors.joining(" "));
  }
}
