package org.hwautomation.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.hwautomation.benchmarks.ServiceLoad.Delays;

/** Runs in flight, those who listen to them, and somebody who answers what they ask. */
final class AskingRuns implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Pattern RUN = Pattern.compile("\"run_id\":\"([^\"]+)\"");
  private static final Pattern STEP = Pattern.compile("\"current_step_name\":\"([^\"]+)\"");

  private final LoadedService service;
  private final List<String> runs = new ArrayList<>();
  private final int[] next;
  private final List<Heard> all = new ArrayList<>();
  private final Map<String, Heard> own = new HashMap<>();
  private Instant since = Instant.now();
  private int turn;

  /**
   * Starts them all.
   *
   * @param pages how many listen to all runs
   * @param watched how many of the runs are listened to by one more each
   */
  AskingRuns(LoadedService service, String name, int count, int pages, int watched)
      throws Exception {
    this.service = service;
    this.next = new int[count];
    try (var threads = Executors.newFixedThreadPool(8)) {
      var starting = new ArrayList<Future<String>>();
      for (var i = 0; i < count; i++) {
        var id = name + "-" + i;
        starting.add(threads.submit(() -> start(id)));
      }
      for (var started : starting) {
        runs.add(started.get());
      }
    }
    for (var i = 0; i < pages; i++) {
      all.add(Heard.of(service, "/api/v1/stream"));
    }
    for (var run : runs.subList(0, Math.min(watched, count))) {
      own.put(run, Heard.of(service, "/api/v1/runs/" + run + "/stream"));
    }
    awaitListeners(1);
    since = Instant.now();
  }

  private String start(String id) throws IOException, InterruptedException {
    var answer =
        service.post("/api/v1/runs", "{\"template\":\"asking\",\"workflow_id\":\"" + id + "\"}");
    var run = RUN.matcher(answer);
    if (!run.find()) {
      throw new IOException("no run was started: " + answer);
    }
    return run.group(1);
  }

  /** Until each listener was let in so often. */
  void awaitListeners(int times) throws InterruptedException {
    await("listeners are let in", () -> lowest() >= times);
  }

  private int lowest() {
    var lowest = Integer.MAX_VALUE;
    for (var heard : all) {
      lowest = Math.min(lowest, heard.connections());
    }
    for (var heard : own.values()) {
      lowest = Math.min(lowest, heard.connections());
    }
    return lowest;
  }

  /** Answers so many questions, one run after the other, with a pause between two. */
  void answer(int times, Duration pause) throws IOException, InterruptedException {
    var due = System.nanoTime();
    for (var i = 0; i < times; i++) {
      answerNext();
      due += pause.toNanos();
      var left = due - System.nanoTime();
      if (left > 0) {
        TimeUnit.NANOSECONDS.sleep(left);
      }
    }
  }

  private void answerNext() throws IOException, InterruptedException {
    var run = turn++ % runs.size();
    service.post(
        "/api/v1/runs/" + runs.get(run) + "/approve",
        "{\"step\":\"s" + next[run] + "\",\"reason\":\"go on\"}");
    next[run]++;
  }

  /** Answers until the service is gone. */
  void answerUntilCutOff(Duration pause) {
    try {
      answer(Integer.MAX_VALUE, pause);
    } catch (IOException e) {
      turn++; // whether that answer was taken is not known
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Learns what each run asks now. */
  void catchUp() throws IOException, InterruptedException {
    for (var i = 0; i < runs.size(); i++) {
      var run = runs.get(i);
      var answer = service.get("/api/v1/runs/" + run);
      var step = STEP.matcher(answer);
      if (!step.find()) {
        throw new IOException("run " + run + " is at no step: " + answer);
      }
      next[i] = Integer.parseInt(step.group(1).substring(1));
    }
  }

  Delays delays() throws InterruptedException {
    awaitHeard();
    var times = new HashMap<String, Instant>();
    var ownDelays = new ArrayList<Double>();
    own.forEach(
        (run, heard) -> {
          for (var entry : heard.entries()) {
            var at = entry.at();
            if (at != null) {
              times.put(run + " " + entry.seq(), at);
              if (at.isAfter(since)) {
                ownDelays.add(millis(at, entry.heard()));
              }
            }
          }
        });
    var allDelays = new ArrayList<Double>();
    for (var heard : all) {
      for (var entry : heard.entries()) {
        var at = times.get(entry.run() + " " + entry.seq());
        if (at != null && at.isAfter(since)) {
          allDelays.add(millis(at, entry.heard()));
        }
      }
    }
    return new Delays(ownDelays, allDelays);
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }

  /** Until those who listen to one run have heard all that there is. */
  private void awaitHeard() throws InterruptedException {
    for (var watched : own.entrySet()) {
      await(
          "run " + watched.getKey() + " is heard of to its end",
          () -> {
            var entries = watched.getValue().entries();
            return !entries.isEmpty() && entries.getLast().seq() >= lastSeq(watched.getKey());
          });
    }
  }

  private long lastSeq(String run) throws IOException, InterruptedException {
    var found = Pattern.compile("\"last_seq\":(\\d+)").matcher(service.get("/api/v1/runs/" + run));
    return found.find() ? Long.parseLong(found.group(1)) : Long.MAX_VALUE;
  }

  /**
   * Every listener of one run has had each entry once and in order; none was told to begin anew.
   */
  void requireNoGap() throws InterruptedException {
    awaitHeard();
    own.forEach(
        (run, heard) -> {
          var expected = 1L;
          for (var entry : heard.entries()) {
            if (entry.seq() != expected++) {
              throw new IllegalStateException(
                  "of run %s entry %d was heard where %d should be"
                      .formatted(run, entry.seq(), expected - 1));
            }
          }
        });
    for (var heard : all) {
      if (heard.resets() > 0) {
        throw new IllegalStateException("a listener was told to read the lists again");
      }
    }
  }

  /** All of them are executed by the service. */
  void requireAllGoOn() throws IOException, InterruptedException {
    var executing = service.metric("hwauto_runs_executing");
    if (executing < runs.size()) {
      throw new IllegalStateException(
          "%,.0f of %,d runs are executed".formatted(executing, runs.size()));
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(String what, Condition condition) throws InterruptedException {
    var deadline = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException e) {
        // the service may be starting
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not within %s: %s".formatted(LONGEST, what));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public void close() {
    all.forEach(Heard::close);
    own.values().forEach(Heard::close);
  }
}
