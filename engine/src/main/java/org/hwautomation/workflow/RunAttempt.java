package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
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

  private final RunJournal journal;
  private final WorkflowStore store;
  private final WorkflowTime time;
  private final WorkflowDefinition.StoredStep step;
  private final int number;
  private final RunState begin;
  private final Duration grace;
  private final Consumer<Signal> signals;
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final List<String> revealed = new ArrayList<>();

  // INVARIANT: guarded by this: an open point and an interruption that reached the thread exclude
  // each other; a cause that arrives inside a point waits in `cause` until the point closes.
  private boolean insidePoint;
  private @Nullable Cause cause;
  private boolean interrupted;
  private boolean ended;
  private volatile boolean fenced;
  private Value.Fields left = Value.Fields.EMPTY;
  private Duration remaining;
  private long armedAt;
  private WorkflowTime.@Nullable Timer timeout;
  private WorkflowTime.@Nullable Timer overdue;
  private @Nullable Thread thread;
  private volatile @Nullable String lastText;
  private long publishedAt;
  private boolean published;

  RunAttempt(
      RunJournal journal,
      WorkflowStore store,
      WorkflowTime time,
      WorkflowDefinition.StoredStep step,
      int number,
      Duration grace,
      Consumer<Signal> signals) {
    this.journal = journal;
    this.store = store;
    this.time = time;
    this.step = step;
    this.number = number;
    this.begin = journal.state();
    this.grace = grace;
    this.signals = signals;
    this.remaining = step.timeout();
  }

  /** Starts the thread and the time limit. */
  synchronized void start(StepFunction function) {
    arm();
    thread =
        Thread.ofVirtual()
            .name("step " + step.name() + " of " + begin.workflowId())
            .start(
                () -> {
                  Object result = null;
                  Throwable error = null;
                  try {
                    result = function.run(this);
                  } catch (Throwable e) { // the run's thread judges it, whatever it is
                    error = e;
                  }
                  end();
                  signals.accept(new Signal.Ended(this, result, error));
                });
  }

  private void arm() {
    armedAt = time.nanos();
    timeout = time.schedule(remaining, () -> signals.accept(new Signal.TimedOut(this)));
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

  private synchronized void end() {
    ended = true;
    disarm();
    if (overdue != null) {
      overdue.cancel();
    }
    closeResources();
  }

  /** Asks the attempt to end, now or when its point of no return closes. The first cause stays. */
  synchronized void interrupt(Cause why) {
    if (cause == null) {
      cause = why;
    }
    if (!insidePoint && !interrupted && !ended) {
      deliver();
    }
  }

  private void deliver() {
    interrupted = true;
    disarm();
    closeResources();
    if (thread != null) {
      thread.interrupt();
    }
    time.schedule(grace, () -> signals.accept(new Signal.GraceOver(this)));
  }

  /** The cause, once the attempt was asked to end. */
  synchronized Optional<Cause> cause() {
    return Optional.ofNullable(cause);
  }

  synchronized boolean isInsidePoint() {
    return insidePoint;
  }

  synchronized boolean isEnded() {
    return ended;
  }

  /** From here on every write of this attempt is refused. */
  void fence() {
    fenced = true;
  }

  /** What it leaves for later steps. */
  synchronized Value.Fields left() {
    return left;
  }

  Optional<String> lastProgress() {
    return Optional.ofNullable(lastText);
  }

  /** {@code text} without the secrets that this attempt was given. */
  synchronized String redact(String text) {
    var redacted = text;
    for (var secret : revealed) {
      redacted = secret.isEmpty() ? redacted : redacted.replace(secret, "***");
    }
    return Limits.cut(redacted);
  }

  private void closeResources() {
    while (!resources.isEmpty()) {
      var resource = resources.pop();
      Thread.ofVirtual()
          .name("close for step " + step.name())
          .start(
              () -> {
                try {
                  resource.close();
                } catch (Exception e) {
                  WorkflowEngine.LOG.debug("closing a resource of step {}: {}", step.name(), e);
                }
              });
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
    if (fenced) {
      return;
    }
    var shown = redact(text);
    lastText = shown;
    var progress = new LiveProgress(step.name(), shown, percent, time.now());
    journal.report(progress);
    synchronized (this) {
      var now = time.nanos();
      if (published && now - publishedAt < 1_000_000_000L) {
        return;
      }
      published = true;
      publishedAt = now;
    }
    store.publishProgress(begin.runId(), progress);
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
  public void saveCheckpoint(String name, @Nullable Object value) {
    writable("checkpoint " + name);
    var read = Value.of(name, value);
    Limits.check("checkpoint " + name, read, Limits.CHECKPOINT);
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
  public PointOfNoReturn pointOfNoReturn(String description, Duration expected) {
    synchronized (this) {
      writable("entering " + description);
      if (cause != null) {
        throw new WorkflowCancelledException(
            "step " + step.name() + " is asked to end; not entering: " + description);
      }
      if (insidePoint) {
        throw new WorkflowException("points of no return do not nest: " + description);
      }
      journal.append("engine", new Event.PointEntered(step.name(), number, description, expected));
      insidePoint = true;
      disarm();
      overdue = time.schedule(expected, () -> overdue(description, expected));
    }
    return this::leavePoint;
  }

  private synchronized void overdue(String description, Duration expected) {
    if (insidePoint) {
      journal.append("engine", new Event.PointOverdue(step.name(), number, description, expected));
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
      journal.append("engine", new Event.PointExited(step.name(), number));
    } finally {
      if (cause != null) {
        deliver();
      } else if (!ended) {
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
  public <T extends AutoCloseable> T closing(T resource) {
    synchronized (this) {
      resources.push(resource);
      if (interrupted || ended) {
        closeResources();
      }
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
        store
            .secret(reference)
            .orElseThrow(
                () ->
                    new RunParkedException(
                        "secret "
                            + reference.id()
                            + " can't be read; is the key file the one it was stored with?"));
    synchronized (this) {
      revealed.add(clear);
    }
    return clear;
  }

  @Override
  public void guard(String request) {
    writable(request);
    if (store.epoch(begin.runId()) != journal.epoch()) {
      fence();
      writable(request);
    }
  }

  @Override
  public WorkflowTime time() {
    return time;
  }
}
