package org.hwautomation.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;

/** What runs in the JVMs that {@link ChildJvm} starts: a measurement, or one side of one. */
final class BenchProgram {
  private BenchProgram() {}

  /**
   * Takes the file for the answer, a role, and what the role needs.
   *
   * @param arguments {@code ANSWER measure ROW FOLDER QUICK ROUNDS}, {@code ANSWER waiting DATABASE
   *     RUNS MILLIS} or {@code ANSWER seed DATABASE RUNS}
   */
  static void main(String[] arguments) throws Exception {
    var answer =
        switch (arguments[1]) {
          case "measure" ->
              Value.fields(
                  measure(
                      new Workbench(
                          BenchRow.valueOf(arguments[2].toUpperCase(Locale.ROOT)),
                          Path.of(arguments[3]),
                          Boolean.parseBoolean(arguments[4]),
                          Integer.parseInt(arguments[5]))));
          case "waiting" ->
              Value.fields(
                  WaitingRuns.hold(
                      Path.of(arguments[2]),
                      Integer.parseInt(arguments[3]),
                      Long.parseLong(arguments[4])));
          case "seed" ->
              Value.fields(Recovery.seed(Path.of(arguments[2]), Integer.parseInt(arguments[3])));
          default -> throw new IllegalArgumentException("no role " + arguments[1]);
        };
    Files.writeString(Path.of(arguments[0]), ValueCodec.write(answer));
    if (arguments[1].equals("measure")) {
      System.exit(0);
    }
    Runtime.getRuntime().halt(0); // runs that wait are left as a crash leaves them
  }

  private static Outcome measure(Workbench bench) throws Exception {
    Measurement measurement =
        switch (bench.row()) {
          case NOOP_STEP -> NoopStep::measure;
          case DURABLE_STEP -> DurableStep::measure;
          case RUNS_100 -> new ManyRuns(100, 1.0 / 3)::measure;
          case RUNS_1000 -> new ManyRuns(1_000, 0.5)::measure;
          case WAITING_RUNS -> WaitingRuns::measure;
          case LONG_RUN -> LongRun::measure;
          case RECOVERY -> Recovery::measure;
          case SERVICE_LOAD -> ServiceLoad::measure;
        };
    return measurement.measure(bench);
  }
}
