package org.hwautomation.workflow;

import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of one step, on the thread of its branch: how it is asked to end, how it ends, and
 * until when it may write. What the step sees of it is its {@link AttemptContext}. Other threads
 * supervise it through {@link #interrupt}, and {@link #giveUp} if that does not help.
 */
final class RunAttempt {
  /** Why an attempt is asked to end. */
  enum Cause {
    TIMEOUT,
    DEADLINE,
    CANCEL,
    SIBLING,
    FORCED,
    STOP,
    BUDGET
  }

  /** What the function returned or threw. */
  record Ended(@Nullable Object result, @Nullable Throwable error) {}

  /** How long an interruption waits for resources to be closed first. */
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final ScopedLock lock = new ScopedLock();
  private final Branch branch;
  private final RunScope scope;
  private final PlacedStep step;
  private final int number;
  private final Action action;
  private final RunState begin;
  private final LiveReport report;
  private final AttemptClock clock;
  private final AttemptResources resources;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  // INVARIANT: guarded by lock: an open point and an interruption that reached the thread exclude
  // each other; a cause that arrives inside a point waits in `cause` until the point closes. What
  // is written is written under the lock, so that nothing follows a fence.
  private boolean insidePoint;
  private @Nullable Cause cause;
  // what came before an attempt that adopts an interrupted point has reached that point
  private boolean owesPoint;
  private @Nullable Cause deferred;
  private @Nullable Duration closedFor;
  private StepState.@Nullable Point lastPoint;
  private boolean failedInPoint;
  private boolean interrupted;
  private boolean woken; // its thread was interrupted
  private boolean heldBack;
  private boolean resultCounts;
  private boolean ended;
  private volatile boolean fenced;
  private Value.Fields left = Value.Fields.EMPTY;
  private final long startedNanos;
  private final Set<String> reads = new HashSet<>();
  private @Nullable Thread thread;

  RunAttempt(Branch branch, PlacedStep step, int number, Action action) {
    this.branch = branch;
    this.scope = branch.run();
    this.step = step;
    this.number = number;
    this.action = action;
    begin = scope.journal().state();
    startedNanos = scope.time().nanos();
    owesPoint = begin.step(step.path()).interruptedPoint().isPresent();
    report = new LiveReport(scope, step.path());
    clock = new AttemptClock(scope.time(), step.timeout(), () -> interrupt(Cause.TIMEOUT));
    resources =
        new AttemptResources(
            step.path(),
            LogFields.carrying(
                scope.settings().threads(),
                begin.runId(),
                begin.serverId(),
                Optional.of(step.path())));
  }

  /** Runs its function on this thread; empty if it was given up before that returned. */
  Optional<Ended> run() {
    Object result = null;
    Throwable error = null;
    try {
      begin();
      var context = new AttemptContext(this, scope, step, begin, action);
      result = action.run(context);
    } catch (Throwable e) { // its verdict tells what it means, whatever it is
      error = e;
    }
    answered(error);
    resources.closeHere();
    var ours = end();
    over.complete(null);
    return ours ? Optional.of(new Ended(result, error)) : Optional.empty();
  }

  private void begin() {
    try (var _ = lock.hold()) {
      thread = Thread.currentThread();
      thread.setName("step " + step.path() + " of " + begin.workflowId()); // for thread dumps
      LogFields.beginStep(step.path());
      scope.attempts().add(this);
      if (interrupted) {
        wake();
      } else if (!ended) {
        clock.run();
        scope.usual().slowAfter(step, begin).ifPresent(usual -> clock.watch(usual, this::slow));
      }
    }
  }

  /** Decides whether what the function returned is to be believed, on its thread. */
  private void answered(@Nullable Throwable error) {
    try (var _ = lock.hold()) {
      if (ended) {
        return; // nobody asks
      }
      // an interruption that the function saw is no longer pending on the thread
      var unseen = interrupted && (!woken || Thread.currentThread().isInterrupted());
      var outOfTime = cause == Cause.TIMEOUT || cause == Cause.DEADLINE || cause == Cause.BUDGET;
      resultCounts = !interrupted || heldBack || (unseen && !outOfTime);
      failedInPoint = error != null && heldBack && unseen && !tellsOfInterruption(error);
    }
  }

  private static boolean tellsOfInterruption(Throwable error) {
    var depth = 0;
    for (var e = error; e != null && depth < 16; e = e.getCause(), depth++) {
      if (e instanceof InterruptedException
          || e instanceof ClosedByInterruptException
          || e instanceof WorkflowCancelledException
          || e instanceof AttemptFencedException) {
        return true;
      }
    }
    return false;
  }

  /** False if it was given up. */
  private boolean end() {
    try (var _ = lock.hold()) {
      scope.attempts().remove(this);
      LogFields.endStep();
      Thread.interrupted(); // meant for the function; from here on nobody interrupts it
      if (ended) {
        return false;
      }
      close();
      return true;
    }
  }

  private void close() {
    ended = true;
    fenced = true; // threads of its own may live on
    insidePoint = false;
    clock.stop();
    report.close();
  }

  /**
   * Takes it for over although its function has not returned, and will not be heard when it does.
   *
   * @return false if it has ended
   */
  boolean giveUp() {
    try (var _ = lock.hold()) {
      if (ended) {
        return false;
      }
      close();
      return true;
    }
  }

  /**
   * Asks the attempt to end, now or when its point of no return closes. The first cause stays. One
   * that adopts a point which was cut off is inside it from its beginning for who wants the run to
   * end; its own time limit and a stop do end it before, since another attempt follows then.
   */
  void interrupt(Cause why) {
    try (var _ = lock.hold()) {
      if (ended) {
        return;
      }
      if (owesPoint && (why == Cause.CANCEL || why == Cause.DEADLINE || why == Cause.SIBLING)) {
        deferred = deferred == null ? why : deferred;
        return;
      }
      if (cause == null) {
        cause = why;
      }
      if (insidePoint) {
        heldBack = true;
      } else if (!interrupted) {
        deliver();
      }
    }
  }

  private void deliver() {
    interrupted = true;
    clock.beginGrace(scope.settings().grace(), () -> branch.supervision().graceOver(this));
    resources.closeAside(this::wake);
    if (!woken) {
      clock.closing(CLOSING, this::wake);
    }
  }

  /** Interrupts its thread, once what it waits for is closed: a closed socket says no goodbye. */
  private void wake() {
    try (var _ = lock.hold()) {
      if (!ended && !woken && thread != null) {
        woken = true;
        thread.interrupt();
      }
    }
  }

  String step() {
    return step.path();
  }

  int attempt() {
    return number;
  }

  /** How long it has run, points included. */
  Duration took() {
    return Duration.ofNanos(scope.time().nanos() - startedNanos);
  }

  /** The cause, once the attempt was asked to end. */
  Optional<Cause> cause() {
    try (var _ = lock.hold()) {
      return Optional.ofNullable(cause);
    }
  }

  /**
   * False if what the function returned says nothing, because it was cut off: its time was over, or
   * it saw the interruption and returned all the same. One that was asked to end inside a point of
   * no return, and then returned, did its work.
   */
  boolean resultCounts() {
    try (var _ = lock.hold()) {
      return resultCounts;
    }
  }

  /**
   * The point that was awaited before the attempt could be ended, if its function failed there by
   * itself: how that went is not known then.
   */
  Optional<StepState.Point> failedPoint() {
    try (var _ = lock.hold()) {
      return failedInPoint ? Optional.ofNullable(lastPoint) : Optional.empty();
    }
  }

  /** How long the point usually takes that it did not enter, since no window was open for it. */
  Optional<Duration> closedFor() {
    try (var _ = lock.hold()) {
      return Optional.ofNullable(closedFor);
    }
  }

  boolean isEnded() {
    try (var _ = lock.hold()) {
      return ended;
    }
  }

  /** True once the step should end: not inside a point of no return. */
  boolean isCancelled() {
    try (var _ = lock.hold()) {
      return cause != null && !insidePoint;
    }
  }

  /** Completed when its function has returned, however late. */
  CompletableFuture<Void> over() {
    return over;
  }

  /** When this returns every further write of this attempt is refused. */
  void fence() {
    try (var _ = lock.hold()) {
      fenced = true;
    }
  }

  /** What it leaves for later steps. */
  Value.Fields left() {
    try (var _ = lock.hold()) {
      return left;
    }
  }

  /** What it has read of the values that the run was given. */
  Set<String> reads() {
    try (var _ = lock.hold()) {
      return Set.copyOf(reads);
    }
  }

  /** Notes that it reads a value; {@code *} for all. */
  void read(String key) {
    try (var _ = lock.hold()) {
      reads.add(key);
    }
  }

  Optional<String> lastProgress() {
    return report.last();
  }

  /** What the step says it does now; nothing once it may not write. */
  void report(String text, OptionalInt percent) {
    if (!fenced) {
      report.say(text, percent);
    }
  }

  private void requireWritable(String what) {
    if (fenced) {
      throw new AttemptFencedException(begin.runId(), step.path(), number, what);
    }
  }

  void leave(String key, Value value) {
    try (var _ = lock.hold()) {
      requireWritable("put " + key);
      left = left.with(key, value);
    }
  }

  /** Writes an event of the step durably; {@code what} is said if it may not. */
  void write(String what, Event event) {
    try (var _ = lock.hold()) {
      requireWritable(what);
      scope.journal().append("engine", event);
    }
  }

  /** Refuses what is about to be sent if the attempt, or its ownership, is over. */
  void guard(String request) {
    requireWritable(request);
    if (scope.store().epoch(begin.runId()) != scope.journal().epoch()) {
      fence();
    }
    requireWritable(request);
  }

  PointOfNoReturn enterPoint(String description, Duration expected) {
    try (var _ = lock.hold()) {
      requireWritable("entering " + description);
      if (cause != null) {
        throw new WorkflowCancelledException(
            "step " + step.path() + " is asked to end; not entering: " + description);
      }
      if (insidePoint) {
        throw new WorkflowException("points of no return do not nest: " + description);
      }
      // what was cut off is looked after at any time
      if (!owesPoint
          && !(WindowGate.ask(scope, step, expected) instanceof MaintenanceWindows.Answer.Open)) {
        closedFor = expected;
        throw new WindowClosedException(description, expected);
      }
      scope
          .journal()
          .append("engine", new Event.PointEntered(step.path(), number, description, expected));
      insidePoint = true;
      lastPoint = new StepState.Point(description, expected, scope.time().now(), false);
      owesPoint = false;
      if (deferred != null) {
        cause = deferred;
        heldBack = true;
      }
      clock.enterPoint(expected, () -> overdue(description, expected));
      return this::leavePoint;
    }
  }

  private void overdue(String description, Duration expected) {
    try (var _ = lock.hold()) {
      if (!insidePoint || fenced) {
        return;
      }
      try {
        scope
            .journal()
            .append("engine", new Event.PointOverdue(step.path(), number, description, expected));
      } catch (WorkflowException e) {
        warn("is overdue", e);
      }
    }
  }

  private void slow() {
    try (var _ = lock.hold()) {
      if (ended || fenced) {
        return;
      }
      var usual = scope.usual().of(step, begin).map(UsualDuration::high).orElse(Duration.ZERO);
      try {
        scope
            .journal()
            .append("engine", new Event.StepSlow(step.path(), number, usual, report.last()));
      } catch (WorkflowException e) {
        warn("is slow", e);
      }
    }
  }

  /** On a timer's thread. */
  private void warn(String what, WorkflowException e) {
    try (var _ = LogFields.of(begin.runId(), begin.serverId(), Optional.of(step.path()))) {
      WorkflowEngine.LOG.warn("step {} {}, and: {}", step.path(), what, e.getMessage());
    }
  }

  private void leavePoint() {
    try (var _ = lock.hold()) {
      if (!insidePoint) {
        return;
      }
      if (cause == null && branch.cutShort().isPresent()) {
        // given while the point was open; the branch's thread has not come to it yet
        cause = Cause.CANCEL;
        heldBack = true;
      }
      insidePoint = false;
      clock.leavePoint();
      try {
        write("leaving a point of no return", new Event.PointExited(step.path(), number));
      } finally {
        if (cause != null) {
          deliver();
        } else {
          clock.run();
        }
      }
    }
  }

  /** Closes a resource when the attempt ends, or at once if it was asked to. */
  void closing(AutoCloseable resource) {
    try (var _ = lock.hold()) {
      resources.add(resource);
      if (interrupted || ended) {
        resources.closeAside(() -> {});
      }
    }
  }
}
