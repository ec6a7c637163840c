package org.hwautomation.benchmarks;

import java.util.Locale;

/** The rows of the table. */
public enum BenchRow {
  NOOP_STEP("no-op step without a store, against a CPython loop", "at least 5x (aim 10x)", false),
  DURABLE_STEP(
      "durable step, 1 run at a time, against one synced commit a step", "at most 1.3x", true),
  RUNS_100("durable steps, 100 runs at once, against batches of 100", "at least 0.333x", true),
  RUNS_1000("durable steps, 1,000 runs at once, against batches of 1,000", "at least 0.5x", true),
  WAITING_RUNS(
      "10,000 runs waiting at once, against a JVM with none",
      "16 KiB a run, no thread, CPU near 0",
      false),
  LONG_RUN("step of a 1,000-step run, against one of a 10-step run", "at most 1.1x", true),
  RECOVERY("recovery of 10,000 runs, against reading and decoding their rows", "at most 2x", true),
  SERVICE_LOAD(
      "event delay p99 of a service with 1,000 runs in flight and 200 pages, against its idle median",
      "at most 10x",
      false);

  private final String what;
  private final String wanted;
  private final boolean synced;

  BenchRow(String what, String wanted, boolean synced) {
    this.what = what;
    this.wanted = wanted;
    this.synced = synced;
  }

  /** Its name in JSON and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is measured, in full size. */
  public String what() {
    return what;
  }

  /** What is wanted of it. */
  public String wanted() {
    return wanted;
  }

  /** True if it says nothing on a disk that does not really sync. */
  boolean needsSyncs() {
    return synced;
  }
}
