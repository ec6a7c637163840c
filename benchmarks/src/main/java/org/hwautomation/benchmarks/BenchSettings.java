package org.hwautomation.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What to measure and where.
 *
 * @param folder where databases are made, on the disk to be measured; emptied afterwards
 * @param quick small sizes and one round: shows that everything runs, not how fast
 * @param rounds how often each side is measured
 * @param syncFloor a disk whose sync costs less than this can't show what syncs cost; 0.2 ms
 * @param rows which rows
 */
public record BenchSettings(
    Path folder, boolean quick, int rounds, Duration syncFloor, List<BenchRow> rows) {

  /** Rounds of a full measurement. */
  public static final int ROUNDS = 5;

  /** What a sync must cost. */
  public static final Duration SYNC_FLOOR = Duration.ofNanos(200_000);

  public BenchSettings {
    folder = folder.toAbsolutePath().normalize();
    rows = List.copyOf(rows);
    if (rounds < 1) {
      throw new IllegalArgumentException("there must be a round: " + rounds);
    }
  }

  /** A full measurement of every row. */
  public static BenchSettings full(Path folder) {
    return new BenchSettings(folder, false, ROUNDS, SYNC_FLOOR, List.of(BenchRow.values()));
  }

  /** One round of every row in small sizes. */
  public static BenchSettings quick(Path folder) {
    return new BenchSettings(folder, true, 1, SYNC_FLOOR, List.of(BenchRow.values()));
  }

  /** The same with other rounds. */
  public BenchSettings withRounds(int count) {
    return new BenchSettings(folder, quick, count, syncFloor, rows);
  }

  /** The same with these rows alone. */
  public BenchSettings withRows(List<BenchRow> some) {
    return new BenchSettings(folder, quick, rounds, syncFloor, some);
  }

  /** The same with another floor for what a sync costs. */
  public BenchSettings withSyncFloor(Duration floor) {
    return new BenchSettings(folder, quick, rounds, floor, rows);
  }
}
