package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hwautomation.benchmarks.Bench;
import org.hwautomation.benchmarks.BenchRow;
import org.hwautomation.benchmarks.BenchSettings;
import org.hwautomation.benchmarks.Report;
import org.hwautomation.benchmarks.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what the engine costs on this machine. */
@Command(
    name = "bench",
    description = {
      "Measure what the engine costs, against a floor measured beside it; takes 15 to 25 minutes.",
      "Ends with 0 also if a row is missed: with 1 only if one could not be run.",
    })
final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where to measure, on the disk in question; ${DEFAULT-VALUE} if not given. What is made"
              + " there is removed; bench.json stays.")
  private Path folder = Path.of("target", "bench");

  @Option(
      names = "--quick",
      description = "Small sizes and one round: shows that every row runs, not how fast.")
  private boolean quick;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each side is measured; " + BenchSettings.ROUNDS + ", or 1 if quick.")
  private int rounds;

  @Option(
      names = "--row",
      paramLabel = "ROW",
      description = "Only this row, may be repeated: ${COMPLETION-CANDIDATES}.")
  private List<BenchRow> rows = List.of();

  @Option(names = "--json", description = "One JSON document on standard output, nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 0) {
      throw new IllegalArgumentException("--rounds " + rounds + " is less than 1");
    }
    var screen = Screen.of(json);
    var settings = quick ? BenchSettings.quick(folder) : BenchSettings.full(folder);
    settings = rounds == 0 ? settings : settings.withRounds(rounds);
    settings = rows.isEmpty() ? settings : settings.withRows(rows);
    var report = new Bench(settings, screen::problem).run();
    var file = settings.folder().resolve("bench.json");
    Files.writeString(file, Screen.text(report.document()));
    screen.result(report.document(), () -> show(screen, report, file));
    return report.hasFailed() ? ExitCodes.FAILED : ExitCodes.DONE;
  }

  private static void show(Screen screen, Report report, Path file) {
    screen.table(
        Report.HEADER, report.cells().stream().map(cells -> coloured(screen, cells)).toList());
    screen.line("");
    report.notes().forEach(screen::line);
    screen.line("all of it: " + file);
  }

  private static List<String> coloured(Screen screen, List<String> cells) {
    var verdict = cells.getLast();
    var shown =
        verdict.equals(Verdict.MET.words())
            ? screen.good(verdict)
            : verdict.equals(Verdict.NOT_MEASURABLE_HERE.words()) ? verdict : screen.bad(verdict);
    var line = new ArrayList<>(cells.subList(0, cells.size() - 1));
    line.add(shown);
    return line;
  }
}
