package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of one step, on a virtual thread of its own, with the context it sees. The run's
 * thread supervises it through {@link #interrupt} and the signals that it sends.
 */
final class RunAttempt implements StepContext {
  /** Why an attempt is asked to end. */
  enum Cause {
    TIMEOUT,
    DEADLINE,
    CANCEL,
    STOP,
    BUDGET
  }

  /** What an attempt tells its run. */
  sealed interface Signal {
    RunAttempt attempt();

    /** The function returned or threw. */
    record Ended(RunAttempt attempt, @Nullable Object result, @Nullable Throwable error)
        implements Signal {}

    /** The step's own time limit passed outside points of no return. */
    record TimedOut(RunAttempt attempt) implements Signal {}

    /** The time to end after an interruption passed. */
    record GraceOver(RunAttempt attempt) implements Signal {}
  }

  /** What an attempt works with besides its step. */
  record Surroundings(
      RunJournal journal,
      WorkflowStore store,
      WorkflowTime time,
      KnownSecrets secrets,
      Duration grace,
      Consumer<Signal> signals) {}

  private final Surroundings around;
  private final RunJournal journal;
  private final WorkflowTime time;
  private final WorkflowDefinition.StoredStep step;
  private final int number;
  private final RunState begin;
  private final LiveReport report;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  // INVARIANT: guarded by this: an open point and an interruption that reached the thread exclude
  // each other; a cause that arrives inside a point waits in `cause` until the point closes. What
  // is written is written under the monitor, so that nothing follows a fence.
  private boolean insidePoint;
  private @Nullable Cause cause;
  private boolean interrupted;
  private boolean heldBack;
  private boolean resultCounts;
  private boolean ended;
  private volatile boolean fenced;
  private Value.Fields left = Value.Fields.EMPTY;
  private Duration remaining;
  private long armedAt;
  private WorkflowTime.@Nullable Timer timeout;
  private WorkflowTime.@Nullable Timer overdue;
  private WorkflowTime.@Nullable Timer graceTimer;
  private @Nullable Thread thread;

  RunAttempt(Surroundings around, WorkflowDefinition.StoredStep step, int number) {
    this.around = around;
    this.journal = around.journal();
    this.time = around.time();
    this.step = step;
    this.number = number;
    this.begin = journal.state();
    this.report = new LiveReport(around, step.name());
    this.remaining = step.timeout();
  }

  /** Starts the thread and the time limit. */
  synchronized void start(StepFunction function) {
    arm();
    thread =
        Thread.ofVirtual()
            .name("step " + step.name() + " of " + begin.workflowId())
            .start(() -> run(function));
  }

  private void run(StepFunction function) {
    Object result = null;
    Throwable error = null;
    try {
      result = function.run(this);
    } catch (Throwable e) { // the run's thread judges it, whatever it is
      error = e;
    }
    answered();
    closeResourcesHere();
    end();
    around.signals().accept(new Signal.Ended(this, result, error));
    over.complete(null);
  }

  private void arm() {
    armedAt = time.nanos();
    timeout = time.schedule(remaining, () -> around.signals().accept(new Signal.TimedOut(this)));
  }

  private void disarm() {
    if (timeout != null) {
      timeout.cancel();
      timeout = null;
      remaining = remaining.minusNanos(time.nanos() - armedAt);
      if (remaining.isNegative()) {
        remaining = Duration.ZERO;
      }
    }
  }

  /** Decides whether what the function returned is to be believed, on its thread. */
  private synchronized void answered() {
    // an interruption that the function saw is no longer pending on the thread
    var unseen = Thread.currentThread().isInterrupted();
    var outOfTime = cause == Cause.TIMEOUT || cause == Cause.DEADLINE || cause == Cause.BUDGET;
    resultCounts = !interrupted || heldBack || (unseen && !outOfTime);
  }

  private synchronized void end() {
    ended = true;
    fenced = true; // threads of its own may live on
    insidePoint = false;
    disarm();
    report.close();
    for (var timer : new WorkflowTime.@Nullable Timer[] {overdue, graceTimer}) {
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  /** Asks the attempt to end, now or when its point of no return closes. The first cause stays. */
  synchronized void interrupt(Cause why) {
    if (ended) {
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

  private void deliver() {
    interrupted = true;
    disarm();
    graceTimer =
        time.schedule(around.grace(), () -> around.signals().accept(new Signal.GraceOver(this)));
    closeResourcesAside();
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** The cause, once the attempt was asked to end. */
  synchronized Optional<Cause> cause() {
    return Optional.ofNullable(cause);
  }

  /**
   * False if what the function returned says nothing, because it was cut off: its time was over, or
   * it saw the interruption and returned all the same. One that was asked to end inside a point of
   * no return, and then returned, did its work.
   */
  synchronized boolean resultCounts() {
    return resultCounts;
  }

  synchronized boolean isEnded() {
    return ended;
  }

  /** Completed when its function has returned, however late. */
  CompletableFuture<Void> over() {
    return over;
  }

  /** When this returns every further write of this attempt is refused. */
  synchronized void fence() {
    fenced = true;
  }

  /** What it leaves for later steps. */
  synchronized Value.Fields left() {
    return left;
  }

  Optional<String> lastProgress() {
    return report.last();
  }

  /** Closes what the step asked to have closed, the last first, within the attempt's time. */
  private void closeResourcesHere() {
    for (var resource = nextResource(); resource != null; resource = nextResource()) {
      close(resource);
    }
  }

  private synchronized @Nullable AutoCloseable nextResource() {
    return resources.poll();
  }

  /** The same while the step's own thread hangs. */
  private void closeResourcesAside() {
    while (!resources.isEmpty()) {
      var resource = resources.pop();
      Thread.ofVirtual().name("close for step " + step.name()).start(() -> close(resource));
    }
  }

  private void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      WorkflowEngine.LOG.debug(
          "closing a resource of step {}: {}", step.name(), e.getClass().getName());
    }
  }

  private void writable(String what) {
    if (fenced) {
      throw new AttemptFencedException(begin.runId(), step.name(), number, what);
    }
  }

  @Override
  public String runId() {
    return begin.runId();
  }

  @Override
  public String workflowId() {
    return begin.workflowId();
  }

  @Override
  public String stepPath() {
    return step.name();
  }

  @Override
  public int attempt() {
    return number;
  }

  @Override
  public Optional<String> serverId() {
    return begin.serverId();
  }

  @Override
  public Value.Fields inputs() {
    return step.inputs();
  }

  @Override
  public synchronized Value.Fields values() {
    return begin.values().with(left);
  }

  @Override
  public synchronized void put(String key, @Nullable Object value) {
    writable("put " + key);
    var read = Value.of(key, value);
    Limits.check(key, read, Limits.VALUE);
    around.secrets().refuse(key, read);
    left = left.with(key, read);
  }

  @Override
  public String idempotencyKey() {
    return begin.rootRunId() + "/" + step.name();
  }

  @Override
  public void reportSubTask(String text) {
    report(text, OptionalInt.empty());
  }

  @Override
  public void reportProgress(int percent, String text) {
    report(text, OptionalInt.of(Math.clamp(percent, 0, 100)));
  }

  private void report(String text, OptionalInt percent) {
    if (!fenced) {
      report.say(text, percent);
    }
  }

  @Override
  public Optional<Checkpoint> checkpoint(String name) {
    var kept = journal.state().step(step.name()).checkpoints().get(name);
    return kept == null
        ? Optional.empty()
        : Optional.of(
            new Checkpoint(name, kept.value(), !kept.inputsHash().equals(inputsHash()), kept.at()));
  }

  private String inputsHash() {
    return ValueCodec.hash(step.inputs());
  }

  @Override
  public synchronized void saveCheckpoint(String name, @Nullable Object value) {
    writable("checkpoint " + name);
    var place = "checkpoint " + name;
    var read = Value.of(place, value);
    Limits.check(place, read, Limits.CHECKPOINT);
    around.secrets().refuse(place, read);
    journal.append(
        "engine", new Event.CheckpointSaved(step.name(), number, name, inputsHash(), read));
  }

  @Override
  public <T> T checkpoint(String name, Class<T> type, Callable<T> start) throws Exception {
    var kept = checkpoint(name);
    if (kept.isPresent()) {
      if (kept.get().stale()) {
        throw new StepRejectedException(
            "what was started as '" + name + "' was started with other inputs; check it by hand");
      }
      return kept.get().value().as(type);
    }
    var value = start.call();
    saveCheckpoint(name, value);
    return value;
  }

  @Override
  public synchronized PointOfNoReturn pointOfNoReturn(String description, Duration expected) {
    var shown = around.secrets().redact(description);
    writable("entering " + shown);
    if (cause != null) {
      throw new WorkflowCancelledException(
          "step " + step.name() + " is asked to end; not entering: " + shown);
    }
    if (insidePoint) {
      throw new WorkflowException("points of no return do not nest: " + shown);
    }
    journal.append("engine", new Event.PointEntered(step.name(), number, shown, expected));
    insidePoint = true;
    disarm();
    overdue = time.schedule(expected, () -> overdue(shown, expected));
    return this::leavePoint;
  }

  private synchronized void overdue(String description, Duration expected) {
    if (!insidePoint || fenced) {
      return;
    }
    try {
      journal.append("engine", new Event.PointOverdue(step.name(), number, description, expected));
    } catch (WorkflowException e) {
      WorkflowEngine.LOG.warn("step {} is overdue, and: {}", step.name(), e.getMessage());
    }
  }

  private synchronized void leavePoint() {
    if (!insidePoint) {
      return;
    }
    insidePoint = false;
    if (overdue != null) {
      overdue.cancel();
    }
    try {
      writable("leaving a point of no return");
      journal.append("engine", new Event.PointExited(step.name(), number));
    } finally {
      if (cause != null) {
        deliver();
      } else {
        arm();
      }
    }
  }

  @Override
  public Optional<StepState.Point> interruptedPoint() {
    return begin.step(step.name()).interruptedPoint();
  }

  @Override
  public synchronized boolean isCancelled() {
    return cause != null && !insidePoint;
  }

  @Override
  public synchronized <T extends AutoCloseable> T closing(T resource) {
    resources.push(resource);
    if (interrupted || ended) {
      closeResourcesAside();
    }
    return resource;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    time.sleep(duration);
  }

  @Override
  public <T> T poll(String subTask, Duration interval, Callable<Optional<T>> look)
      throws Exception {
    reportSubTask(subTask);
    while (true) {
      if (isCancelled()) {
        throw new InterruptedException("asked to end while " + subTask);
      }
      var answer = look.call();
      if (answer.isPresent()) {
        return answer.get();
      }
      sleep(interval);
    }
  }

  @Override
  public String secret(Value.SecretReference reference) {
    var clear =
        around
            .store()
            .secret(reference)
            .orElseThrow(
                () ->
                    new RunParkedException(
                        "secret "
                            + reference.id()
                            + " can't be read; is the key file the one it was stored with?"));
    around.secrets().learn(clear);
    return clear;
  }

  @Override
  public void guard(String request) {
    writable(request);
    if (around.store().epoch(begin.runId()) != journal.epoch()) {
      fence();
      writable(request);
    }
  }

  @Override
  public WorkflowTime time() {
    return time;
  }
}
