package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What a step sees of the attempt it runs in: reads for itself, writes through the attempt. */
final class AttemptContext implements StepContext {
  private final RunAttempt attempt;
  private final RunScope scope;
  private final PlacedStep step;
  private final RunState begin;
  private final Value.Fields given;
  private final Value.Fields inputs;

  /**
   * @param begin the run as this attempt found it
   * @throws ExpressionException if an input of the step has no value
   */
  AttemptContext(
      RunAttempt attempt, RunScope scope, PlacedStep step, RunState begin, Action action) {
    this.attempt = attempt;
    this.scope = scope;
    this.step = step;
    this.begin = begin;
    StepReads.of(step, begin.definition()).forEach(attempt::read);
    given = scope.variables(step).fill(step.step().inputs());
    inputs = Parameter.withDefaults(action.inputs(), given);
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
    return step.path();
  }

  @Override
  public int attempt() {
    return attempt.attempt();
  }

  @Override
  public Optional<String> serverId() {
    return begin.serverId();
  }

  @Override
  public Value.Fields inputs() {
    return inputs;
  }

  @Override
  public Value.Fields values() {
    return Value.Fields.watched(begin.values().with(attempt.left()), attempt::read);
  }

  @Override
  public void put(String key, @Nullable Object value) {
    attempt.leave(key, checked(key, value, Limits.VALUE));
  }

  private Value checked(String place, @Nullable Object value, int limit) {
    var read = Value.of(place, value);
    Limits.check(place, read, limit);
    scope.secrets().refuse(place, read);
    return read;
  }

  @Override
  public String idempotencyKey() {
    return begin.rootRunId() + "/" + step.path();
  }

  @Override
  public void reportSubTask(String text) {
    attempt.report(text, OptionalInt.empty());
  }

  @Override
  public void reportProgress(int percent, String text) {
    attempt.report(text, OptionalInt.of(Math.clamp(percent, 0, 100)));
  }

  @Override
  public Optional<Checkpoint> checkpoint(String name) {
    var kept = scope.journal().state().step(step.path()).checkpoints().get(name);
    return kept == null
        ? Optional.empty()
        : Optional.of(
            new Checkpoint(name, kept.value(), !kept.inputsHash().equals(inputsHash()), kept.at()));
  }

  private String inputsHash() {
    return ValueCodec.hash(given);
  }

  @Override
  public void saveCheckpoint(String name, @Nullable Object value) {
    var place = "checkpoint " + name;
    var kept = checked(place, value, Limits.CHECKPOINT);
    attempt.write(
        place, new Event.CheckpointSaved(step.path(), attempt(), name, inputsHash(), kept));
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
    return attempt.enterPoint(scope.secrets().redact(description), expected);
  }

  @Override
  public Optional<StepState.Point> interruptedPoint() {
    return begin.step(step.path()).interruptedPoint();
  }

  @Override
  public boolean isCancelled() {
    return attempt.isCancelled();
  }

  @Override
  public <T extends AutoCloseable> T closing(T resource) {
    attempt.closing(resource);
    return resource;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    refuseToWait("waiting");
    scope.time().sleep(duration);
  }

  @Override
  public <T> T poll(String subTask, Duration interval, Callable<Optional<T>> look)
      throws Exception {
    reportSubTask(subTask);
    while (true) {
      refuseToWait(subTask);
      var answer = look.call();
      if (answer.isPresent()) {
        return answer.get();
      }
      sleep(interval);
    }
  }

  /** Ends a wait of a step that has swallowed its interruption. */
  private void refuseToWait(String doing) throws InterruptedException {
    if (isCancelled()) {
      throw new InterruptedException("asked to end while " + doing);
    }
  }

  @Override
  public String secret(Value.SecretReference reference) {
    var clear =
        scope
            .store()
            .secret(reference)
            .orElseThrow(() -> new RunParkedException(ParkRules.unreadable(reference.id())));
    scope.secrets().learn(clear);
    return clear;
  }

  @Override
  public void guard(String request) {
    attempt.guard(request);
  }

  @Override
  public WorkflowTime time() {
    return scope.time();
  }
}
