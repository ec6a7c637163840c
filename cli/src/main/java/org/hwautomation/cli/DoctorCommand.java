package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks at all that a run about a server needs, and writes nothing. */
@Command(
    name = "doctor",
    description = "Check all that work on a server needs; say what is wrong and what to do.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "SERVER", description = "MAAS hostname or system id.")
  private String server = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("doctor")) {
      var checkup = new Checkup(manager, server);
      checkup.run();
      var findings = checkup.findings();
      var bad = findings.stream().filter(f -> f.mark() == Finding.Mark.BAD).toList();
      var document = new LinkedHashMap<String, Object>();
      document.put("server", server);
      document.put("healthy", bad.isEmpty());
      document.put("findings", findings.stream().map(Finding::fields).toList());
      screen.result(
          document,
          () -> {
            findings.forEach(finding -> show(screen, finding));
            screen.line("");
            screen.line(
                bad.isEmpty()
                    ? screen.good(server + " can be worked on")
                    : screen.bad(
                        "%s cannot be worked on yet: %d problem(s)".formatted(server, bad.size())));
          });
      return bad.stream().mapToInt(Finding::exitCode).max().orElse(ExitCodes.DONE);
    }
  }

  private static void show(Screen screen, Finding finding) {
    var mark =
        switch (finding.mark()) {
          case GOOD -> screen.good("✓");
          case NOTE -> "·";
          case BAD -> screen.bad("✗");
        };
    screen.line("%s %-13s %s".formatted(mark, finding.what(), finding.text()));
    finding.more().forEach(line -> screen.line("                " + line));
  }
}
