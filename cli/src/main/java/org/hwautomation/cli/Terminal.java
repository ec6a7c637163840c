package org.hwautomation.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** The person at the terminal. */
final class Terminal {
  private Terminal() {}

  /** Empty where nobody can be asked: streams that lead elsewhere. */
  static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /** Asks whether to go on with what is shown above; says so if nothing is done. */
  static boolean agrees(Console console, Screen screen, String question) {
    var answer = console.readLine("%s [y/N] ", question);
    var agreed = answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    if (!agreed) {
      screen.problem("Nothing was done.");
    }
    return agreed;
  }
}
