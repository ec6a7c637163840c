package org.hwautomation.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures the table. */
public final class Bench {
  private final BenchSettings settings;
  private final Consumer<String> said;

  /**
   * A measurement to come.
   *
   * @param said told of each row before it is measured
   */
  public Bench(BenchSettings settings, Consumer<String> said) {
    this.settings = settings;
    this.said = said;
  }

  /**
   * Measures all rows, one after the other; a row that breaks off is a row of the report.
   *
   * @throws IOException if the folder can't be used
   */
  public Report run() throws IOException, InterruptedException {
    Files.createDirectories(settings.folder());
    var folder = Files.createTempDirectory(settings.folder(), "bench");
    try {
      var sync = SyncCost.of(folder);
      var machine = Machine.of(folder, sync);
      var outcomes = new ArrayList<Outcome>();
      for (var row : settings.rows()) {
        said.accept("measuring: " + row.what());
        outcomes.add(
            row.needsSyncs() && sync.compareTo(settings.syncFloor()) < 0
                ? Outcome.notMeasurable(row, tooFast(sync))
                : measure(row, folder.resolve(row.id())));
      }
      return new Report(
          Instant.now().truncatedTo(ChronoUnit.SECONDS),
          settings.quick(),
          settings.rounds(),
          machine,
          outcomes);
    } finally {
      Workbench.delete(folder);
    }
  }

  private String tooFast(Duration sync) {
    return "a sync costs %s µs in %s, less than %s µs: name a folder on a real disk"
        .formatted(
            Numbers.text(sync.toNanos() / 1e3),
            settings.folder(),
            Numbers.text(settings.syncFloor().toNanos() / 1e3));
  }

  private Outcome measure(BenchRow row, Path folder) throws InterruptedException {
    try {
      return ChildJvm.run(
              folder,
              settings.quick() ? ChildJvm.STARTS_FAST : List.of(),
              List.of(
                  "measure",
                  row.id(),
                  folder.toString(),
                  Boolean.toString(settings.quick()),
                  Integer.toString(settings.rounds())))
          .as(Outcome.class);
    } catch (IOException e) {
      return Outcome.failed(row, String.valueOf(e.getMessage()));
    }
  }
}
