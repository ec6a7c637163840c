package org.hwautomation.simulator.host;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * One command being run.
 *
 * @param argv the words, the command's name first
 * @param root whether it runs as root, through sudo
 * @param in its standard input
 * @param out its standard output
 * @param err its standard error
 */
record Invocation(
    List<String> argv, boolean root, InputStream in, PrintStream out, PrintStream err) {

  String name() {
    return argv.getFirst();
  }

  List<String> arguments() {
    return argv.subList(1, argv.size());
  }

  /** The same streams with other words. */
  Invocation with(List<String> words) {
    return new Invocation(words, root, in, out, err);
  }

  /** The same streams as root. */
  Invocation asRoot(List<String> words) {
    return new Invocation(words, true, in, out, err);
  }

  /** Prints {@code name: text} on standard error and answers {@code status}. */
  int fail(int status, String text) {
    err.print(name() + ": " + text + "\n");
    return status;
  }
}
