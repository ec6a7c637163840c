package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {
  @Test
  void every_command_explains_itself() {
    var commands = new ArrayList<List<String>>();
    collect(Hwauto.commandLine(), List.of(), commands);
    assertThat(commands).hasSizeGreaterThan(20);
    for (var words : commands) {
      var out = new StringWriter();
      var arguments = new ArrayList<>(words);
      arguments.add("--help");
      var exit =
          Hwauto.commandLine()
              .setOut(new PrintWriter(out))
              .execute(arguments.toArray(String[]::new));

      assertThat(exit).as("%s", words).isZero();
      assertThat(out.toString())
          .as("%s", words)
          .startsWith(("Usage: hwauto " + String.join(" ", words)).strip());
    }
  }

  private static void collect(CommandLine command, List<String> words, List<List<String>> into) {
    into.add(words);
    command
        .getSubcommands()
        .forEach(
            (name, sub) -> {
              var longer = new ArrayList<>(words);
              longer.add(sub.getCommandName());
              collect(sub, longer, into);
            });
  }
}
