package org.hwautomation.simulator.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hwautomation.simulator.host.ShellLine.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellLineTest {
  private static List<String> words(String line) {
    return ShellLine.parse(line).pipelines().getFirst().commands().getFirst().words();
  }

  @Test
  void words_are_quoted_as_in_a_shell() {
    assertThat(words("echo 'a b' \"c \\\" d\" e\\ f g'h'\"i\""))
        .containsExactly("echo", "a b", "c \" d", "e f", "ghi");
    assertThat(words("echo '' \"\"")).containsExactly("echo", "", "");
    assertThat(words("echo '$HOME; rm -rf /'")).containsExactly("echo", "$HOME; rm -rf /");
  }

  @Test
  void connectors_say_when_the_next_command_runs() {
    var line = ShellLine.parse("a && b || c; d | e\nf");
    assertThat(line.pipelines())
        .extracting(ShellLine.Pipeline::connector)
        .containsExactly(
            Connector.ALWAYS,
            Connector.IF_SUCCEEDED,
            Connector.IF_FAILED,
            Connector.ALWAYS,
            Connector.ALWAYS);
    assertThat(line.pipelines().get(3).commands()).hasSize(2);
  }

  @Test
  void redirections_are_taken_out_of_the_words() {
    var command = ShellLine.parse("a <in >out 2>&1 b").pipelines().getFirst().commands().getFirst();
    assertThat(command.words()).containsExactly("a", "b");
    assertThat(command.redirections().input()).contains("in");
    assertThat(command.redirections().output()).contains("out");
    assertThat(command.redirections().errorsToOutput()).isTrue();
    var appended = ShellLine.parse("a >> f").pipelines().getFirst().commands().getFirst();
    assertThat(appended.redirections().append()).isTrue();
    assertThat(appended.redirections().output()).contains("f");
    var silent = ShellLine.parse("a 2>/dev/null").pipelines().getFirst().commands().getFirst();
    assertThat(silent.redirections().errors()).contains("/dev/null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo $(id)",
        "echo `id`",
        "sleep 9 &",
        "cat *.txt",
        "echo 'open",
        "a &&",
        "a |",
        "; a",
        "cat <<EOF",
        "echo \"$HOME\"",
        "a > "
      })
  void what_the_shell_cannot_read_is_refused(String line) {
    assertThatThrownBy(() -> ShellLine.parse(line)).isInstanceOf(ShellLine.SyntaxException.class);
  }
}
