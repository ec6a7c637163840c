package org.hwautomation.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.EventCodec;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;
import org.hwautomation.workflow.WorkflowEngine;

/**
 * Runs whose process died are recovered: all folded and queued. Against one thread that reads and
 * decodes the same rows, through plain JDBC and the engine's codec.
 */
final class Recovery {
  private static final double WANTED = 2;

  private Recovery() {}

  /** What the process that died left. */
  record Seeded(int runs) {}

  static Outcome measure(Workbench bench) throws Exception {
    var runs = bench.size(10_000, 50);
    var left = bench.freshDatabase();
    var seeded =
        ChildJvm.run(
                bench.folder(),
                bench.flags(),
                List.of("seed", left.toString(), Integer.toString(runs)))
            .as(Seeded.class);
    var rows = settle(left);
    var rounds =
        Rounds.measure(
            bench.warmUps(1),
            bench.rounds(),
            () -> {
              var copy = copy(bench, left);
              try {
                return recover(copy, seeded.runs());
              } finally {
                Workbench.discard(copy);
              }
            },
            () -> {
              var copy = copy(bench, left);
              try {
                return decode(copy, rows);
              } finally {
                Workbench.discard(copy);
              }
            });
    var ours = rounds.ours("recover()", "ms");
    var floor = rounds.floor("reading and decoding", "ms");
    var ratio = rounds.ratio();
    return new Outcome(
        bench.row().id(),
        "recovery of %,d unfinished runs".formatted(runs),
        ours.text(),
        floor.text() + " (reading and decoding)",
        Optional.of(ratio.median()),
        bench.row().wanted(),
        ratio.median() <= WANTED ? Verdict.MET : Verdict.MISSED,
        "%,d rows of the journal; each run is cut off in its %drd step of %d"
            .formatted(rows, Steps.BEFORE_WAIT + 1, Steps.WAITING_STEPS),
        List.of(ours, floor, ratio));
  }

  /** In the child: starts runs that wait, and dies with them. */
  static Seeded seed(Path database, int runs) throws Exception {
    var looked = new CountDownLatch(runs);
    var engine =
        WorkflowEngine.builder(SqliteStore.open(database)).actions(Steps.actions(looked)).build();
    for (var from = 0; from < runs; from += 1_000) {
      ManyRuns.startAll(
          engine, "bench-" + from + "-", Steps.waiting(), Math.min(1_000, runs - from));
    }
    looked.await();
    return new Seeded(engine.executing());
  }

  /** Brings the log that the crash left into the file; the rows of its journals. */
  private static int settle(Path database) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      try (var result = statement.executeQuery("SELECT count(*) FROM journal")) {
        return result.getInt(1);
      }
    }
  }

  private static Path copy(Workbench bench, Path left) throws IOException {
    return Files.copy(left, bench.freshDatabase());
  }

  /** Milliseconds until all are folded and queued. */
  private static double recover(Path database, int runs) {
    try (var store = SqliteStore.open(database);
        var engine =
            WorkflowEngine.builder(store)
                .actions(Steps.actions(new CountDownLatch(runs)))
                .drain(Duration.ZERO)
                .build()) {
      var start = System.nanoTime();
      var recovered = engine.recover().size();
      var took = (System.nanoTime() - start) / 1e6;
      if (recovered != runs) {
        throw new IllegalStateException(recovered + " of " + runs + " runs were recovered");
      }
      return took;
    }
  }

  /** Milliseconds until every live run's row and every entry is read, and each entry an event. */
  private static double decode(Path database, int rows) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        var statement = connection.createStatement()) {
      var start = System.nanoTime();
      try (var result =
          statement.executeQuery("SELECT * FROM run WHERE status IN ('pending', 'running')")) {
        var columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          for (var i = 1; i <= columns; i++) {
            result.getObject(i);
          }
        }
      }
      var decoded = 0;
      try (var result =
          statement.executeQuery(
              "SELECT run_id, seq, epoch, type, schema_version, at_utc_micros, actor, payload"
                  + " FROM journal ORDER BY run_id, seq")) {
        while (result.next()) {
          var entry =
              new JournalEntry(
                  result.getString(1),
                  result.getLong(2),
                  result.getLong(3),
                  result.getString(4),
                  result.getInt(5),
                  Instant.EPOCH.plus(result.getLong(6), ChronoUnit.MICROS),
                  result.getString(7),
                  (Value.Fields) ValueCodec.read(result.getString(8)));
          if (EventCodec.read(entry).isPresent()) {
            decoded++;
          }
        }
      }
      var took = (System.nanoTime() - start) / 1e6;
      if (decoded != rows) {
        throw new IllegalStateException(decoded + " of " + rows + " entries were decoded");
      }
      return took;
    }
  }
}
