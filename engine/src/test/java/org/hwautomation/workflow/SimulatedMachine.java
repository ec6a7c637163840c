package org.hwautomation.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The scheduler, the clock and the processes of a simulation. Every thread of every process is a
 * virtual one whose continuations come here; the thread that made this object carries them, one at
 * a time, in an order that chance decides. Time stands still while anything can run, and then jumps
 * to the next timer. Used by that one thread only.
 */
final class SimulatedMachine {
  private static final Instant BEGIN = Instant.parse("2026-11-24T03:00:00Z");

  /** So many lines of the trace are kept to be shown. */
  private static final int LINES = 400;

  private record Ready(SimulatedProcess process, Runnable task) {}

  private record Due(long at, long tie, SimulatedProcess process, Runnable task) {}

  private record Line(long nanos, String who, String what) {
    @Override
    public String toString() {
      return "%10.3f s  %-8s %s".formatted(nanos / 1e9, who, what);
    }
  }

  private final Chance chance;
  private final boolean verbose;
  private final Thread carrier = Thread.currentThread();
  private final List<Ready> ready = new ArrayList<>();
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::tie));
  private final Deque<Line> lines = new ArrayDeque<>();
  private final List<String> problems = new ArrayList<>();
  private Duration wallOffset = Duration.ZERO;
  private long nanos;
  private long steps;
  private long hash = 17;

  /**
   * @param verbose true to print the trace as it grows
   */
  SimulatedMachine(Chance chance, boolean verbose) {
    this.chance = chance;
    this.verbose = verbose;
  }

  Chance chance() {
    return chance;
  }

  Instant now() {
    return BEGIN.plusNanos(nanos).plus(wallOffset);
  }

  long nanos() {
    return nanos;
  }

  /** Sets the wall clock, forwards or backwards, without moving any timer. */
  void stepWallClock(Duration by) {
    wallOffset = wallOffset.plus(by);
    trace("clock", "set by " + by);
  }

  /** A continuation of {@code process} may run. */
  void submit(SimulatedProcess process, Thread thread, Runnable continuation) {
    var here = Thread.currentThread();
    if (!here.equals(carrier) && !here.isVirtual()) {
      // the JDK itself woke a thread, at a moment that no seed decides
      problem("%s woke %s of %s".formatted(here.getName(), thread.getName(), process.name()));
      return;
    }
    if (!process.isDead()) {
      ready.add(new Ready(process, continuation));
    }
  }

  WorkflowTime.Timer schedule(SimulatedProcess process, Duration delay, Runnable task) {
    var wait = delay.compareTo(Duration.ofDays(36_500)) < 0 ? delay.toNanos() : Long.MAX_VALUE / 4;
    var due = new Due(nanos + Math.max(0, wait), chance.tie(), process, task);
    timers.add(due);
    return () -> timers.remove(due);
  }

  /** Lets one thread go on to where it next waits, or lets time pass; false if nothing can. */
  boolean step() {
    return step(Long.MAX_VALUE);
  }

  private boolean step(long end) {
    ready.removeIf(task -> task.process().isDead());
    if (!ready.isEmpty()) {
      var index = chance.below(ready.size());
      var next = ready.get(index);
      var last = ready.removeLast();
      if (index < ready.size()) {
        ready.set(index, last);
      }
      steps++;
      mix(index * 31 + next.process().number());
      next.task().run();
      return true;
    }
    while (isDueBefore(end)) {
      var due = timers.remove();
      if (!due.process().isDead()) {
        steps++;
        nanos = Math.max(nanos, due.at());
        mix(Long.hashCode(nanos));
        due.process().fork("timer", due.task());
        return true;
      }
    }
    return false;
  }

  /** Steps for so long, or until nothing can happen any more. */
  void run(Duration time) {
    var end = nanos + time.toNanos();
    while (problems.isEmpty() && step(end)) {
      // until then
    }
    nanos = Math.max(nanos, end);
  }

  private boolean isDueBefore(long end) {
    return !timers.isEmpty() && timers.peek().at() <= end;
  }

  long steps() {
    return steps;
  }

  private void mix(int value) {
    hash = hash * 1_000_003 + value;
  }

  /** Notes what happened; part of what the same seed repeats. */
  void trace(String who, String what) {
    mix(who.hashCode());
    mix(what.hashCode());
    var line = new Line(nanos, who, what);
    lines.add(line);
    if (lines.size() > LINES) {
      lines.removeFirst();
    }
    if (verbose) {
      System.out.println(line);
    }
  }

  /** A hash over all that happened, in order. */
  long hash() {
    return hash;
  }

  /** Notes something that must not be. */
  void problem(String what) {
    problems.add(what);
    trace("PROBLEM", what);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  List<String> lines() {
    return lines.stream().map(Line::toString).toList();
  }
}
