package org.hwautomation.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That everything runs; never how fast, which is nothing a build on a shared machine can tell. */
final class BenchTest {
  @TempDir private Path folder;

  @Test
  void every_row_has_an_outcome() throws IOException, InterruptedException {
    var said = new ArrayList<String>();

    var report =
        new Bench(BenchSettings.quick(folder).withSyncFloor(Duration.ZERO), said::add).run();

    assertThat(report.rows()).extracting(Outcome::row).containsExactlyElementsOf(ids());
    assertThat(report.rows())
        .allSatisfy(
            row -> assertThat(row.verdict()).as(row.toString()).isNotEqualTo(Verdict.FAILED));
    assertThat(report.rows())
        .filteredOn(row -> !row.series().isEmpty())
        .hasSizeGreaterThanOrEqualTo(
            BenchRow.values().length - 2) // there may be no python3, and here is no service
        .allSatisfy(
            row -> {
              assertThat(row.series()).allSatisfy(series -> assertThat(series.rounds()).hasSize(1));
            });
    assertThat(said).hasSameSizeAs(BenchRow.values());
    assertThat(report.cells()).allSatisfy(cells -> assertThat(cells).hasSize(Report.HEADER.size()));
    assertThat(report.notes()).anySatisfy(note -> assertThat(note).startsWith("quick"));
    assertThat(report.document()).containsKeys("date", "machine", "rounds", "rows");
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void a_disk_that_does_not_sync_measures_no_syncs() throws IOException, InterruptedException {
    var settings =
        BenchSettings.quick(folder)
            .withRows(List.of(BenchRow.DURABLE_STEP))
            .withSyncFloor(Duration.ofMinutes(1));

    var report = new Bench(settings, row -> {}).run();

    assertThat(report.rows())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.verdict()).isEqualTo(Verdict.NOT_MEASURABLE_HERE);
              assertThat(row.note()).contains("name a folder on a real disk");
            });
    assertThat(report.hasFailed()).isFalse();
  }

  @Test
  void the_floor_has_one_commit_for_a_runs_creation_and_one_a_step() {
    var commits =
        DurableStep.byStep(
            List.of(
                write("a", true, "run_started", "run_owned"),
                write("a", false, "attempt_started"),
                write("a", false, "step_completed", "attempt_started"),
                write("a", false, "step_completed"),
                write("a", false, "run_ended"),
                write("b", true, "run_started", "run_owned", "attempt_started"),
                write("b", false, "step_completed", "run_ended")));

    assertThat(commits)
        .extracting(commit -> commit.runId() + commit.entries().size())
        .containsExactly("a2", "a3", "a2", "b3", "b2");
  }

  @Test
  void the_median_is_the_middle() {
    assertThat(Series.of("x", "s", List.of(9.0, 1.0, 4.0)).median()).isEqualTo(4.0);
    assertThat(Series.of("x", "s", List.of(9.0, 1.0, 4.0, 2.0)).median()).isEqualTo(3.0);
  }

  private static List<String> ids() {
    return List.of(BenchRow.values()).stream().map(BenchRow::id).toList();
  }

  private static Write write(String run, boolean creates, String... types) {
    var entries = new ArrayList<Map<String, @Nullable Object>>();
    for (var type : types) {
      entries.add(Map.of("type", type));
    }
    return new Write(run, creates, Map.of("run_id", run), entries);
  }
}
