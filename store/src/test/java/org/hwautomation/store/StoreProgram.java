package org.hwautomation.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.hwautomation.workflow.LockHeldException;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunOwnedException;
import org.hwautomation.workflow.WorkflowStatus;

/** What a {@link ChildJvm} runs. */
@SuppressWarnings({
  "FutureReturnValueIgnored",
  "CatchAndPrintStackTrace"
}) // a program of the tests; what fails shows in what it prints
final class StoreProgram {
  private StoreProgram() {}

  public static void main(String[] arguments) throws Exception {
    var database = arguments[1];
    switch (arguments[0]) {
      case "runs" ->
          writeRuns(
              database,
              arguments[2],
              Integer.parseInt(arguments[3]),
              Integer.parseInt(arguments[4]));
      case "stream" -> stream(database);
      case "lock" -> lock(database, arguments[2], arguments[3]);
      case "own" -> own(database);
      case "claim" -> claim(database, arguments[2], Instant.parse(arguments[3]));
      case "audit" -> audit(database, arguments[2], Integer.parseInt(arguments[3]));
      case "work" ->
          WorkProgram.work(database, Path.of(arguments[2]), Long.parseLong(arguments[3]), false);
      case "finish" -> WorkProgram.work(database, Path.of(arguments[2]), 0, true);
      case "take-over" -> takeOver(database, arguments[2]);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** A file, or a schema of the tests' PostgreSQL as {@link PostgresServer#address} names it. */
  static SqlStore open(String database) throws IOException {
    var options = PostgresServer.optionsOf(database);
    return options.isPresent()
        ? PostgresStore.open(options.get())
        : SqliteStore.open(Path.of(database));
  }

  /** Tries for one lock key, again and again, and says when it held it. */
  private static void lock(String database, String name, String key) throws IOException {
    try (var store = open(database)) {
      System.out.println("ready");
      awaitLine();
      for (var i = 0; i < 20; i++) {
        var run = TestRuns.record(name + "-" + i);
        while (true) {
          try {
            store.create(TestRuns.start(run, key, key + "/power"));
            break;
          } catch (LockHeldException e) {
            LockSupport.parkNanos(1_000_000);
          }
        }
        store.append(TestRuns.end(run, WorkflowStatus.COMPLETED, Phase.NONE, true));
      }
      System.out.println("done");
    }
  }

  /** Whole runs from several threads at once. */
  private static void writeRuns(String database, String prefix, int threads, int runsEach)
      throws Exception {
    try (var store = open(database);
        var executor = Executors.newFixedThreadPool(threads)) {
      var writers = new ArrayList<Callable<String>>();
      for (var t = 0; t < threads; t++) {
        var name = prefix + "-" + t + "-";
        writers.add(
            () -> {
              for (var i = 0; i < runsEach; i++) {
                var run = TestRuns.record(name + i);
                store.create(TestRuns.start(run, "bmc/" + name + i));
                var next = TestRuns.next(run, 2);
                store.append(next);
                store.append(
                    TestRuns.end(next.record(), WorkflowStatus.COMPLETED, Phase.NONE, true));
              }
              return "wrote " + name;
            });
      }
      for (var written : executor.invokeAll(writers)) {
        System.out.println(written.get());
      }
    }
  }

  /** Appends without end and says what was acknowledged. */
  private static void stream(String database) throws IOException {
    var store = open(database);
    var run = TestRuns.record("stream");
    store.create(TestRuns.start(run, "bmc/stream"));
    System.out.println(run.runId());
    for (var append = TestRuns.next(run, 1); ; append = TestRuns.next(append.record(), 1)) {
      store.append(append);
      System.out.println(append.record().lastSeq());
    }
  }

  private static void audit(String database, String actor, int entries) throws IOException {
    try (var store = open(database)) {
      System.out.println("ready");
      awaitLine();
      for (var i = 0; i < entries; i++) {
        store.audit().add(actor, "tried", "s" + i, "at once with others");
      }
      System.out.println("done");
    }
  }

  private static void own(String database) throws IOException {
    try (var store = open(database)) {
      var owner = store.registerOwner("a child");
      System.out.println(owner.id());
      awaitLine();
    }
  }

  /** Claims a schedule's time, and gets no further. */
  private static void claim(String database, String schedule, Instant fireAt) throws IOException {
    try (var store = open(database)) {
      var owner = store.registerOwner("a scheduler");
      var seen = store.schedules().find(schedule).orElseThrow();
      System.out.println(store.firings().claim(seen, fireAt, owner.id()) ? "claimed" : "too late");
      awaitLine();
    }
  }

  private static void takeOver(String database, String runId) throws IOException {
    try (var store = open(database)) {
      var owner = store.registerOwner("a child that takes over");
      System.out.println("ready");
      awaitLine();
      try {
        System.out.println("won epoch " + store.takeOver(runId, owner.id()));
      } catch (RunOwnedException e) {
        System.out.println("lost");
      }
      awaitLine(); // stays alive until the other has tried
    }
  }

  private static void awaitLine() throws IOException {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (input.readLine() == null) {
      throw new IOException("the parent is gone");
    }
  }
}
