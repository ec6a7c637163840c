package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a failing command must, and must not, have said. */
final class Told {
  private Told() {}

  /**
   * Asserts the exit code, the words of the message, and what no error may do: show a stack trace,
   * or say a secret.
   */
  static void clearly(CommandRun outcome, int exitCode, String... words) {
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(exitCode);
    var said = outcome.out() + outcome.err();
    assertThat(said).contains(words);
    assertThat(said)
        .as("no stack trace")
        .doesNotContain("\tat ", "Caused by:", "Exception in thread", "java.lang.", "java.util.");
    assertThat(said).as("no secret").doesNotContain(SECRETS);
  }

  /** As {@link #clearly}, of a command with {@code --json} that ended before it did anything. */
  static void inJson(CommandRun outcome, int exitCode, String... words) {
    clearly(outcome, exitCode, words);
    var document = outcome.json();
    assertThat(document.path("exit_code").asInt()).isEqualTo(exitCode);
    assertThat(document.path("error").asString()).contains(List.of(words));
    assertThat(document.path("type").asString()).isNotBlank();
  }

  /** Every password and key that a test gives to the command. */
  static final List<String> SECRETS =
      List.of("Wr0ng-Pa55", "T0ken-Secret", "calvin-not-this", "Pr1vate");
}
