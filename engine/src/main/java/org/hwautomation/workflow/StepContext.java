package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a step has in its hands while an attempt of it runs. Belongs to that attempt: once the
 * attempt has ended or was cut off, every call that would record something is refused with {@link
 * AttemptFencedException}. Thread-safe, so that a step may use threads of its own.
 */
public interface StepContext {
  String runId();

  String workflowId();

  String stepPath();

  /** Counted from 1; an attempt that a crash cut off counts here but not against the policy. */
  int attempt();

  /** The server this run is about; empty for a run about none. */
  Optional<String> serverId();

  /** What the definition gives this step. */
  Value.Fields inputs();

  /** What the run was given and what earlier steps left. */
  Value.Fields values();

  /**
   * Leaves a value for later steps, recorded together with the step's completion; a failed attempt
   * leaves nothing.
   *
   * @throws InvalidValueException if a run can't remember it, or it is over 64 KiB
   */
  void put(String key, @Nullable Object value);

  /** The same for every attempt and every resumption: root run and step path. */
  String idempotencyKey();

  /** Says what is being done now. Not recorded by itself; shown live, and in a timeout's error. */
  void reportSubTask(String text);

  /** As {@link #reportSubTask(String)}, with how far it is, 0 to 100. */
  void reportProgress(int percent, String text);

  /** What an earlier attempt of this step, in this run or the one it resumes, kept under a name. */
  Optional<Checkpoint> checkpoint(String name);

  /**
   * Keeps a value that further attempts find, synced when this returns.
   *
   * @throws InvalidValueException if a run can't remember it, or it is over 16 KiB
   */
  void saveCheckpoint(String name, @Nullable Object value);

  /**
   * The value kept under {@code name}, or what {@code start} gives, kept before this returns: so
   * that what was started once is adopted by the next attempt. A checkpoint made under other inputs
   * is refused with {@link StepRejectedException}; use {@link #checkpoint(String)} to verify one.
   */
  <T> T checkpoint(String name, Class<T> type, Callable<T> start) throws Exception;

  /**
   * Enters a stretch that nothing interrupts: no timeout, deadline, cancel or close. Entry and exit
   * are recorded. Use in try-with-resources.
   *
   * @param expected how long it usually takes; past it the run is overdue and keeps watching
   * @throws WorkflowCancelledException if a cancel or stop came before
   */
  PointOfNoReturn pointOfNoReturn(String description, Duration expected);

  /** The point that the attempt before this one was in when it was cut off. */
  Optional<StepState.Point> interruptedPoint();

  /**
   * True once the attempt should end: cancelled, timed out, stopping. Its thread is interrupted.
   */
  boolean isCancelled();

  /**
   * Closes {@code resource} when the attempt is to end, and at its end. What is to end is closed
   * first and its thread interrupted then, or after a second if closing takes longer: so a query
   * can be cancelled before the interruption closes its connection.
   */
  <T extends AutoCloseable> T closing(T resource);

  /** Waits on the run's timer. */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * Looks every {@code interval} until there is an answer.
   *
   * @param subTask what is reported meanwhile
   */
  <T> T poll(String subTask, Duration interval, Callable<Optional<T>> look) throws Exception;

  /** The clear text of a secret. */
  String secret(Value.SecretReference reference);

  /**
   * Asked before each request that changes something outside.
   *
   * @param request what is about to be sent, without secrets
   * @throws AttemptFencedException if this attempt may not write any more
   */
  void guard(String request);

  WorkflowTime time();
}
