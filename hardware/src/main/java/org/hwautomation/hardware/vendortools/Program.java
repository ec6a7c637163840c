package org.hwautomation.hardware.vendortools;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.ShellWords;

/**
 * One of the makers' programs on a host, found at the first of the places where it may lie.
 *
 * @param name for messages
 * @param path how it is called
 */
record Program(ToolHost host, String name, String path) {
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** Looks for it; empty if the host has none. */
  static Optional<Program> find(ToolHost host, String name, List<String> places) {
    var line =
        places.stream()
            .map(place -> "command -v " + ShellWords.quote(place))
            .collect(Collectors.joining(" || "));
    return host.run(ToolHost.Line.reading(line, LOOK))
        .out()
        .lines()
        .filter(found -> found.startsWith("/"))
        .findFirst()
        .map(path -> new Program(host, name, path.strip()));
  }

  /** The words of a command line that runs it as root. */
  String line(String... words) {
    return "sudo -n " + ShellWords.quote(path) + " " + ShellWords.join(List.of(words));
  }

  /** What it printed, if it ended with status 0. */
  ToolHost.Printed reading(Duration limit, String... words) {
    return require(host.run(ToolHost.Line.reading(line(words), limit)), words);
  }

  ToolHost.Printed changing(Duration limit, String... words) {
    return require(host.run(ToolHost.Line.changing(line(words), limit)), words);
  }

  private ToolHost.Printed require(ToolHost.Printed printed, String... words) {
    if (printed.status() != 0) {
      throw failed(
          Kind.REJECTED,
          ShellWords.join(List.of(words)),
          "ended with " + printed.status() + ": " + printed.said());
    }
    return printed;
  }

  /** Puts a text into a file of the user's home folder. */
  void write(String file, String text) {
    var printed =
        host.run(ToolHost.Line.changing("cat > " + ShellWords.quote(file), LOOK).given(text));
    if (printed.status() != 0) {
      throw failed(Kind.REJECTED, "file " + file, "can't be written: " + printed.said());
    }
  }

  HardwareException failed(Kind kind, String what, String came) {
    return new HardwareException(
        kind, host.peer(), "%s: %s %s %s".formatted(host.peer(), name, what, came));
  }

  /** That a host lacks a program. */
  static HardwareException missing(ToolHost host, String name, List<String> places) {
    return new HardwareException(
        Kind.UNAVAILABLE,
        host.peer(),
        "%s has no %s (looked for %s); a commissioning script of MAAS's can install it"
            .formatted(host.peer(), name, String.join(", ", places)));
  }
}
